package org.rembus.interop;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a broker keeps, for a test that damages it. */
record DataFolder(Path path) {
    private static final String LOCK = "journal/lock";

    /** Another one with the same files, in a folder that does not exist yet. */
    DataFolder copyTo(Path target) throws IOException {
        for (String file : files()) {
            Path copy = target.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(path.resolve(file), copy);
        }
        return new DataFolder(target);
    }

    /** The names of all files, relative to the folder. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    List<String> segments() throws IOException {
        return files().stream().filter(file -> file.endsWith(".segment")).toList();
    }

    /** The names of the view's files of a kind. */
    List<String> view(String kind) throws IOException {
        return files().stream()
                .filter(file -> file.startsWith("view/") && file.contains(kind))
                .toList();
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** What is in each file, as a digest; the lock aside, which whoever looks leaves. */
    Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String file : files()) {
            if (!file.equals(LOCK)) {
                digests.put(file, digest(Files.readAllBytes(path.resolve(file))));
            }
        }
        return digests;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void flip(String file, long at, int bit) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(path.resolve(file).toFile(), "rw")) {
            content.seek(at);
            int value = content.read();
            content.seek(at);
            content.write(value ^ (1 << bit));
        }
    }

    void truncate(String file, long size) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(path.resolve(file).toFile(), "rw")) {
            content.setLength(size);
        }
    }

    void delete(String file) throws IOException {
        Files.delete(path.resolve(file));
    }

    /** Behind the last byte that is not zero. */
    int usedBytes(String file) throws IOException {
        byte[] content = Files.readAllBytes(path.resolve(file));
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
