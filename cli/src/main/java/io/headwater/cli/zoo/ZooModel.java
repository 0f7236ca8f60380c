package io.headwater.cli.zoo;

import io.headwater.model.Preprocessing;

/**
 * A pre-trained classifier that can be downloaded.
 *
 * @param path where it is below the address of the zoo or of a mirror of it
 * @param size in bytes
 * @param sha256 of the file, in lower-case hex
 * @param preprocessing how its training prepared the pixels
 * @param about the network and where it was trained
 * @param licence SPDX identifier
 */
public record ZooModel(
        String name, String path, long size, String sha256, Preprocessing preprocessing, String about, String licence) {

    /** Name of the file, without the directories. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
