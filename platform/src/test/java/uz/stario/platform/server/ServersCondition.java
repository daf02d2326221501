package uz.stario.platform.server;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsServers}. */
final class ServersCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Server> missing =
        context
            .getTestClass()
            .flatMap(type -> AnnotationSupport.findAnnotation(type, NeedsServers.class))
            .stream()
            .flatMap(needs -> Stream.of(needs.value()))
            .filter(Server::isMissing)
            .toList();
    return verdict(missing, "true".equals(System.getenv("CI")));
  }

  /**
   * @throws IllegalStateException where a server is missing and that is a failure
   */
  static ConditionEvaluationResult verdict(List<Server> missing, boolean ci) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("its servers are installed");
    }
    String advice =
        missing
            + " not installed: apt-get install "
            + missing.stream().map(Server::packages).collect(Collectors.joining(" "));
    if (ci) {
      throw new IllegalStateException("with CI=true no test is skipped; " + advice);
    }
    return ConditionEvaluationResult.disabled(advice);
  }
}
