package io.headwater.model.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files named by their content, all in one directory; several processes may use it at once. */
public record ContentDirectory(Path path) {

    /** Where the file is, or would be. */
    public Path file(ContentName name) {
        return path.resolve(name.toString());
    }

    /** Whether the file is there with the content that its name promises. */
    public boolean isIntact(ContentName name) throws IOException {
        try {
            return Sha256.of(file(name)).equals(name.sha256());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Copies a file of that content; does nothing when it is there, intact. */
    public Path put(Path source, ContentName name) throws IOException {
        Path target = file(name);
        if (!isIntact(name)) {
            AtomicFiles.write(target, temporary -> {
                Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
                if (!Sha256.of(temporary).equals(name.sha256())) {
                    throw new IOException(source + " changed while it was copied to " + path + ": try again");
                }
            });
        }
        return target;
    }
}
