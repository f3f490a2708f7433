package io.farshore.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RequirementsTest {
    private static final Program SHELL = new Program("sh", "dash");
    private static final Program ABSENT = new Program("no-such-program-1", "some-package");
    private static final Program ALSO_ABSENT = new Program("no-such-program-2", "some-package");

    @Test
    void namesWhatIsMissingAndTheCommandThatBringsIt() {
        Requirements requirements =
                new Requirements(List.of(SHELL, ABSENT)).and(new Requirements(List.of(ALSO_ABSENT)));
        assertThat(requirements.missing()).containsExactly(ABSENT, ALSO_ABSENT);
        assertThat(requirements.missingPackages()).containsExactly("some-package");
        assertThatThrownBy(requirements::check)
                .isInstanceOf(MissingRequirementsException.class)
                .hasMessageContaining("no-such-program-1, no-such-program-2")
                .hasMessageEndingWith("apt-get install some-package");
    }

    @Test
    void isContentWhenNothingIsMissing() {
        assertThatCode(new Requirements(List.of(SHELL))::check).doesNotThrowAnyException();
    }
}
