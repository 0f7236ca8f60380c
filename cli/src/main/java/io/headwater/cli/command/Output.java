package io.headwater.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/** A command's terminal: results on standard output, as text or as JSON; progress and remarks on standard error. */
final class Output {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    boolean isJson() {
        return json;
    }

    /** A line for people; nothing with {@code --json}. */
    void text(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }

    /** A JSON value on a line of its own; nothing without {@code --json}. */
    void json(Object value) {
        if (json) {
            try {
                out.println(JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Cannot write as JSON: " + value, e);
            }
            out.flush();
        }
    }

    /** A remark on standard error; nothing with {@code --json}. */
    void remark(String line) {
        if (!json) {
            err.println(line);
            err.flush();
        }
    }
}
