package org.rembus.broker.journal.disk;

import java.io.IOException;
import java.util.List;

/**
 * The files in one directory, which is locked against others for as long as this is open. May be used by any thread.
 *
 * <p>What changes the directory ({@link #create}, {@link #rename}, {@link #delete}) survives a loss of power once the
 * call has returned; what is written into a file does so once it has been {@linkplain DiskFile#force forced}.
 */
public interface Disk extends AutoCloseable {

    /** Where this is, for sentences about it. */
    String name();

    /** The names of the files, sorted. */
    List<String> list() throws IOException;

    /**
     * Makes a file of that many zero bytes, all of which are on the disk: writing over them later does not fail for want
     * of room. When that fails, nothing of the file is left, as far as that can be helped.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    DiskFile create(String name, long bytes) throws IOException;

    /**
     * Opens a file to read and write.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    DiskFile open(String name) throws IOException;

    /** Gives a file another name, at once or not at all. Those who have it open keep it. */
    void rename(String from, String to) throws IOException;

    /** Removes a file. Those who have it open keep it. */
    void delete(String name) throws IOException;

    /** How many bytes may still be written. */
    long freeBytes() throws IOException;

    /** Lets others use the directory. The files are to be closed before. */
    @Override
    void close() throws IOException;
}
