package io.farshore.dataplane.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code qemu-img}, one child per call. A child does not outlive its call. */
final class QemuImg {
    private static final Pattern PERCENT = Pattern.compile("\\((\\d+\\.\\d+)/100%\\)");
    private static final int LONGEST_LINE = 256;
    private static final long GRACE_SECONDS = 5;

    private final String program;

    QemuImg(String program) {
        this.program = program;
    }

    static QemuImg onPath() {
        return new QemuImg("qemu-img");
    }

    /** What qemu-img says about a file: the disk's size and what the file takes, in bytes. */
    record Info(long virtualSize, long actualSize) {}

    /** Runs {@code convert} of a raw disk at a unix socket; the percentage goes to {@code percent}, on a thread of its own. */
    void convert(Path socket, ImageFormat format, Path file, DoubleConsumer percent) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program, "convert", "-p", "--image-opts", "-O", format.toString()));
        command.addAll(format.options());
        command.add("driver=raw,file.driver=nbd,file.server.type=unix,file.server.path="
                + socket.toString().replace(",", ",,"));
        command.add(file.toString());
        run(command, new PercentReader(percent));
    }

    Info info(ImageFormat format, Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        run(
                List.of(program, "info", "--output=json", "-f", format.toString(), file.toString()),
                output -> text.append(new String(output.readAllBytes(), StandardCharsets.UTF_8)));
        JsonNode json = new ObjectMapper().readTree(text.toString());
        return new Info(
                json.path("virtual-size").asLong(-1), json.path("actual-size").asLong(0));
    }

    /** @throws IllegalArgumentException when it is not installed */
    void requireInstalled() throws IOException {
        run(List.of(program, "--version"), InputStream::readAllBytes);
    }

    private interface Reader {
        void read(InputStream output) throws IOException;
    }

    private void run(List<String> command, Reader reader) throws IOException {
        Process child = start(command);
        try {
            child.getOutputStream().close();
            CompletableFuture<String> complaint = new CompletableFuture<>();
            Thread.ofVirtual().name("qemu-img errors").start(() -> complaint.complete(text(child.getErrorStream())));
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            Thread.ofVirtual().name("qemu-img output").start(() -> {
                try {
                    reader.read(child.getInputStream());
                    ended.complete(child.waitFor());
                } catch (IOException | InterruptedException | RuntimeException e) {
                    ended.completeExceptionally(e);
                }
            });
            check(command, await(ended), complaint.join());
        } finally {
            end(child);
        }
    }

    private Process start(List<String> command) throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("LC_ALL", "C");
            return builder.start();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be run, and every format but raw needs it: install the package qemu-utils (Debian, Ubuntu) or qemu-img (Fedora)"
                            .formatted(program),
                    e);
        }
    }

    private static int await(CompletableFuture<Integer> ended) throws IOException {
        try {
            return ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while qemu-img was running");
        } catch (ExecutionException e) {
            throw new IOException("cannot follow what qemu-img prints", e.getCause());
        }
    }

    private static void check(List<String> command, int exitCode, String complaint) throws IOException {
        if (exitCode != 0) {
            String said = complaint.isBlank()
                    ? "it said nothing"
                    : complaint.strip().lines().reduce((a, b) -> b).orElse("");
            throw new IOException("qemu-img %s ended with %d: %s".formatted(command.get(1), exitCode, said));
        }
    }

    /** Returns when it is gone, also on an interrupted thread. */
    private static void end(Process child) {
        if (child.isAlive()) {
            child.destroy();
            child.onExit()
                    .completeOnTimeout(child, GRACE_SECONDS, TimeUnit.SECONDS)
                    .join();
            child.destroyForcibly().onExit().join();
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** Finds percentages in what {@code -p} prints: one line that is printed over and over. */
    private record PercentReader(DoubleConsumer percent) implements Reader {
        @Override
        public void read(InputStream output) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = output.read(); next >= 0; next = output.read()) {
                line.append((char) next);
                Matcher found = PERCENT.matcher(line);
                if (next == ')' && found.find()) {
                    percent.accept(Double.parseDouble(found.group(1)));
                    line.setLength(0);
                }
                if (line.length() > LONGEST_LINE) {
                    line.setLength(0);
                }
            }
        }
    }
}
