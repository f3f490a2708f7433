package io.farshore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Where a command prints: lines for people, or one JSON object a line for programs. Any thread may print. */
final class Output {
    private final PrintWriter out;
    private final boolean json;

    Output(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    boolean isJson() {
        return json;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An event of this kind, to be filled. */
    static ObjectNode event(String kind) {
        return object().put("event", kind);
    }

    /** Prints the line for people, or the object for programs. */
    synchronized void print(String line, ObjectNode object) {
        out.println(json ? object.toString() : line);
        out.flush();
    }

    /** Prints something that only programs want. */
    synchronized void printJson(ObjectNode object) {
        if (json) {
            out.println(object);
            out.flush();
        }
    }

    /** Prints something that only people want. */
    synchronized void printLine(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
