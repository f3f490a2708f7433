package io.farshore.dist;

import io.farshore.cli.exit.ExitCodes;
import io.farshore.cli.exit.Failures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Makes one command line of the root and the commands below it: their help, their failures, their exit codes. */
final class CommandLines {
    private static final int HELP_WIDTH = 120;

    private CommandLines() {}

    static CommandLine of(List<Object> commands, Map<String, String> environment) {
        RootCommand root = new RootCommand();
        CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        explainExitCodes(line.getCommandSpec().usageMessage());
        Failures failures = new Failures(() -> root.debug() || "1".equals(environment.get("FARSHORE_DEBUG")));
        return line.setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.AUTO))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void explainExitCodes(UsageMessageSpec usage) {
        Map<String, String> lines = new LinkedHashMap<>();
        ExitCodes.meanings().forEach((code, meaning) -> lines.put(" " + code, meaning));
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(lines);
    }
}
