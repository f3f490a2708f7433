package io.farshore.cli.exit;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.failure.UnavailableException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a person is told about an exception. Does not print and does not exit.
 *
 * @param line one line without a line break, what happened and if possible what to do
 * @param isExpected false when the line may not be enough, and the stack trace is worth a look
 */
public record Failure(int exitCode, String line, boolean isExpected) {
    public static Failure of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        return switch (cause) {
            case IllegalArgumentException wrong -> expected(ExitCodes.WRONG_INPUT, wrong);
            case KeyMissingException missing -> expected(ExitCodes.WRONG_INPUT, missing);
            case CorruptDataException damaged -> expected(ExitCodes.DAMAGED, damaged);
            case FormatTooNewException newer -> expected(ExitCodes.DAMAGED, newer);
            case FencedException fenced -> expected(ExitCodes.FENCED, fenced);
            case UnavailableException away -> expected(ExitCodes.UNAVAILABLE, away);
            case InterruptedIOException stopped -> expected(ExitCodes.FAILED, stopped);
            default -> new Failure(ExitCodes.FAILED, oneLine(message(cause)), false);
        };
    }

    private static Failure expected(int exitCode, Exception cause) {
        return new Failure(exitCode, oneLine(message(cause)), true);
    }

    /** Without the wrappers that only carry an exception over a thread or through a lambda. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        while (isWrapper(inner) && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof UncheckedIOException
                || thrown instanceof ExecutionException
                || thrown instanceof CompletionException;
    }

    private static String message(Throwable cause) {
        String text = cause.getMessage();
        if (text == null || text.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        return switch (cause) {
            case NoSuchFileException missing -> "there is no file " + text;
            case FileAlreadyExistsException taken -> text + " exists already";
            case AccessDeniedException denied -> "no permission for " + text;
            case FileSystemException other -> text;
            case IllegalArgumentException wrong -> text;
            case RuntimeException bug -> cause.getClass().getSimpleName() + ": " + text;
            case Error bug -> cause.getClass().getSimpleName() + ": " + text;
            default -> text;
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
