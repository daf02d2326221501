package uz.stario.rollback.adapters.http;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import uz.stario.rollback.port.HttpChecks;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.testkit.Endpoint;
import uz.stario.rollback.testkit.HttpChecksContract;

/** The contract over sockets. */
class HttpCheckRunnerContractTest extends HttpChecksContract {

  private final RealEndpoints endpoints = new RealEndpoints();
  private final HttpCheckRunner runner =
      new HttpCheckRunner(_ -> Answer.given("geheim-token-1"), new Redactor(), () -> "one");

  @Override
  protected HttpChecks checks() {
    return runner;
  }

  @Override
  protected String serve(Endpoint endpoint) {
    return endpoints.serve(endpoint);
  }

  @AfterEach
  void close() throws IOException {
    endpoints.close();
  }
}
