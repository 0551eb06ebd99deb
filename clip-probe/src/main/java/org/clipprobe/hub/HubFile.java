package org.clipprobe.hub;

import java.util.regex.Pattern;
import org.clipprobe.model.ModelException;

/**
 * A file of a repository.
 *
 * @param path inside the repository, with slashes
 * @param size bytes
 * @param hash SHA-256 of the contents (64 digits: a large file) or Git's SHA-1 of the blob (40 digits); the file's name
 *     under {@code blobs}
 */
record HubFile(String path, long size, String hash) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern PART = Pattern.compile("[^\\\\/:*?\"<>|\\p{Cntrl}]+");

    HubFile {
        if (!isHash(hash) || size < 0) {
            throw new IllegalArgumentException(path + ": no hash or no size");
        }
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    boolean isLarge() {
        return hash.length() == 64;
    }

    /** The path again, when it stays inside the folder that it is resolved against, on every operating system. */
    static String checkedPath(HubName repository, String path) throws ModelException {
        for (String part : path.split("/", -1)) {
            if (!PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
                throw new ModelException(repository
                        + ": refused, since it names a file that could land outside of the cache: '"
                        + path.replaceAll("\\p{Cntrl}", "?")
                        + "'; use another repository");
            }
        }
        return path;
    }
}
