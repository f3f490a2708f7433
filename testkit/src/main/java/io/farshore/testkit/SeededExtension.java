package io.farshore.testkit;

import java.lang.reflect.Method;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Turns a {@link Seeded} method into one invocation per seed. Which seeds: {@link Seeds}; what an invocation gets: {@link SeededInvocation}. */
final class SeededExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(Seeded.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return seeds(context).mapToObj(SeededInvocation::new);
    }

    private static LongStream seeds(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        return new Seeds(
                        context.getConfigurationParameter("seed").orElse(""),
                        context.getConfigurationParameter("seeds").orElse(""),
                        context.getConfigurationParameter("seed.base").orElse(""))
                .of(
                        context.getRequiredTestClass().getName() + "." + method.getName(),
                        method.getAnnotation(Seeded.class).count());
    }
}
