package io.headwater.cli.platform;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports of the loopback interface. */
final class Ports {

    private static final String HOST = "127.0.0.1";

    /** What {@link #free} gave: nobody may listen there yet, and the system would give it again. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port that nothing listens on at the moment, never the same twice. */
    static int free() {
        try {
            while (true) {
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                    if (GIVEN.add(socket.getLocalPort())) {
                        return socket.getLocalPort();
                    }
                }
            }
        } catch (IOException e) {
            throw new CliException("There is no free port on " + HOST + ": " + e.getMessage(), e);
        }
    }

    /**
     * Replaces 0 by a free port, and fails where the port is taken.
     *
     * @param what what is to listen there, such as "the broker"
     * @param option command-line option that chooses another port
     */
    static int claim(int port, String what, String option) {
        if (port == 0) {
            return free();
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port));
            return port;
        } catch (IOException e) {
            throw new CliException(
                    "Port " + port + " for " + what + " is in use; stop what listens there or choose another with "
                            + option,
                    e);
        }
    }
}
