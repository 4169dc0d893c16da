package io.credence.spark.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * An HDFS whose name node and data node run in this JVM, reachable from other processes over the loopback interface.
 */
public final class MiniHdfs implements AutoCloseable {
    private final MiniDFSCluster cluster;

    private MiniHdfs(MiniDFSCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts one name node and one data node, and waits until they are ready.
     *
     * @param directory the directory for their files
     */
    public static MiniHdfs start(Path directory) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        // Other processes may run as other users.
        configuration.setBoolean("dfs.permissions.enabled", false);
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitClusterUp();
        return new MiniHdfs(cluster);
    }

    /** Returns the URI of the file system, {@code hdfs://localhost:port}. */
    public URI uri() {
        return cluster.getURI();
    }

    /** Returns the file system, for use in this JVM. */
    public FileSystem fileSystem() throws IOException {
        return cluster.getFileSystem();
    }

    @Override
    public void close() {
        cluster.shutdown(true);
    }
}
