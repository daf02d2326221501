package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.verify.CheckResult;

class ScriptedProbeTest extends HttpProbeContract {

  private final ScriptedProbe probe = new ScriptedProbe();
  private int served;

  @Override
  protected HttpProbe probe() {
    return probe;
  }

  @Override
  protected String serve(Endpoint endpoint) {
    String address = "http://fake/" + served++;
    probe.at(address, endpoint);
    return address;
  }

  @Test
  void endpoints_are_met_in_turn_and_the_last_one_stays() {
    probe.at("http://api/", new Endpoint.Answers(503, ""), new Endpoint.Answers(200, ""));
    var check = check("http://api/", 200, Optional.empty(), Duration.ofSeconds(1));

    assertThat(probe.probe(check)).isInstanceOf(CheckResult.Failed.class);
    assertThat(probe.probe(check)).isInstanceOf(CheckResult.Passed.class);
    assertThat(probe.probe(check)).isInstanceOf(CheckResult.Passed.class);
    assertThat(probe.asked()).hasSize(3);
  }
}
