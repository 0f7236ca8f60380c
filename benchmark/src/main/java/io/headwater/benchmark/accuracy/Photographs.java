package io.headwater.benchmark.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Photographs of things, split once and for all into those to train on and those to test with. */
record Photographs(List<Picture> training, List<Picture> test) {

    private static final Pattern NAME = Pattern.compile("(?:.*/)?(train|test)/([^/]+)/([^/]+\\.(?:jpe?g|png))");
    private static final int TAR_BLOCK = 512;

    /** Reads {@code …/{train,test}/LABEL/FILE} from a directory or a tar, in the order of the names. */
    static Photographs read(Path path) throws IOException {
        Photographs read = new Photographs(new ArrayList<>(), new ArrayList<>());
        if (Files.isDirectory(path)) {
            read.addDirectory(path);
        } else {
            read.addTar(path);
        }
        if (read.training.isEmpty() || read.test.isEmpty()) {
            throw new IOException(path + " holds no train/LABEL/FILE or no test/LABEL/FILE");
        }
        read.training.sort(Comparator.comparing(Picture::id));
        read.test.sort(Comparator.comparing(Picture::id));
        return read;
    }

    private void addDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(file.toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private void addTar(Path file) throws IOException {
        try (InputStream tar = Files.newInputStream(file)) {
            byte[] header = new byte[TAR_BLOCK];
            while (tar.readNBytes(header, 0, TAR_BLOCK) == TAR_BLOCK && header[0] != 0) {
                String name = new String(header, 0, 100, StandardCharsets.UTF_8).split("\0")[0];
                int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes(Math.floorMod(-size, TAR_BLOCK));
                add(name, content);
            }
        }
    }

    private void add(String name, byte[] content) {
        Matcher matcher = NAME.matcher(name);
        if (matcher.matches()) {
            Picture picture = new Picture(
                    matcher.group(1) + "/" + matcher.group(2) + "/" + matcher.group(3), matcher.group(2), content);
            (matcher.group(1).equals("train") ? training : test).add(picture);
        }
    }

    /** Labels, sorted. */
    List<String> labels() {
        return training.stream().map(Picture::label).distinct().sorted().toList();
    }

    /** As many of each label, chosen at random, to train on; all to test with. */
    Draw draw(int count, long seed) {
        TreeMap<String, List<Picture>> byLabel = new TreeMap<>();
        training.forEach(picture -> byLabel.computeIfAbsent(picture.label(), label -> new ArrayList<>())
                .add(picture));
        // Random's first numbers hardly differ from one small seed to the next: the draws would be much the same.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        List<Picture> chosen = new ArrayList<>();
        for (List<Picture> pictures : byLabel.values()) {
            int share = count / byLabel.size();
            if (share > pictures.size()) {
                throw new IllegalArgumentException("There are fewer than " + count + " photographs to train on");
            }
            Collections.shuffle(pictures, random);
            chosen.addAll(pictures.subList(0, share));
        }
        return new Draw(chosen, test);
    }
}
