package io.headwater.benchmark.speed.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Main class of a contender's process: {@code ContenderMain ASSIGNMENT_FILE}. Says {@code ready}, then answers each line
 * {@code stats} with its {@link Stats}, {@code close} after it has ended in order, and {@code latency RATE WARM_UP_SECONDS
 * SECONDS} where it is the bare loop. Ends with its standard input, at once: what is lost by that is of no interest.
 */
public final class ContenderMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContenderMain() {}

    public static void main(String[] arguments) throws IOException {
        // Libraries that print must not come between the answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        try {
            Contender contender = Contenders.create(JSON.readValue(new File(arguments[0]), Assignment.class));
            contender.start();
            answers.println("ready");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                answers.println(JSON.writeValueAsString(answer(contender, line.split(" "))));
            }
            Runtime.getRuntime().halt(0);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static Object answer(Contender contender, String[] command) throws InterruptedException {
        if (command[0].equals("latency") && contender instanceof BareLoop bare) {
            return bare.latencies(
                    Double.parseDouble(command[1]), Double.parseDouble(command[2]), Double.parseDouble(command[3]));
        }
        if (command[0].equals("close")) {
            contender.close();
        }
        return stats(contender.progress());
    }

    private static Stats stats(Contender.Progress progress) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        long compiling = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        return new Stats(progress.images(), progress.batches(), allocated, compiling);
    }
}
