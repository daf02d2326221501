package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.ApprovalsContract;

/**
 * The contract on the cluster that {@code KUBECONFIG} names, without the shipped policy and with
 * it. Needs a token that may act as others and write admission policies.
 */
@Tag("live")
class LiveApprovalsTest {

  private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/";

  abstract static class OnACluster extends ApprovalsContract {

    @TempDir Path folder = Path.of("");
    ApprovalStage stage;
    private Approvals requester;
    private Approvals approver;

    @BeforeEach
    void open() throws Exception {
      stage = new ApprovalStage(Files.readString(Path.of(System.getenv("KUBECONFIG"))), folder);
      requester = stage.as("olim");
      approver = stage.as("zuhra");
    }

    @AfterEach
    void close() {
      stage.close();
    }

    @Override
    protected Approvals requester() {
      return requester;
    }

    @Override
    protected Approvals approver() {
      return approver;
    }
  }

  @Nested
  class WithoutThePolicy extends OnACluster {
    @Override
    protected boolean vouches() {
      return false;
    }
  }

  @Nested
  class WithThePolicy extends OnACluster {

    @Override
    protected boolean vouches() {
      return true;
    }

    @BeforeEach
    void apply() throws Exception {
      String text = Files.readString(Path.of("..", "docs", "approval-policy.yaml"), UTF_8);
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        JsonNode object = JsonMapper.shared().valueToTree(document);
        assertThat(stage.create(POLICIES + path(object), object)).isInstanceOf(Reply.Ok.class);
      }
      inForce();
    }

    @AfterEach
    void remove() {
      stage.delete(POLICIES + "validatingadmissionpolicybindings/stario-approvals");
      stage.delete(POLICIES + "validatingadmissionpolicies/stario-approvals");
    }

    private static String path(JsonNode object) {
      return object.path("kind").asString("").endsWith("Binding")
          ? "validatingadmissionpolicybindings"
          : "validatingadmissionpolicies";
    }

    /** The server takes a moment to know its policies. */
    private void inForce() {
      Instant until = Instant.now().plusSeconds(30);
      while (forged() instanceof Reply.Ok && Instant.now().isBefore(until)) {
        stage.delete(stage.paths().one(Paths.LEASES, "stario-approval-forged"));
      }
    }

    private Reply forged() {
      ObjectNode lease = Json.object();
      lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
      lease.putObject("metadata").put("name", "stario-approval-forged");
      lease.putObject("spec").put("holderIdentity", "zuhra");
      return stage.create(stage.paths().all(Paths.LEASES), lease);
    }

    @Test
    void nobody_approves_under_anothers_name() {
      assertThat(forged())
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              failed ->
                  assertThat(failed.message()).contains("ValidatingAdmissionPolicy", "admin"));
    }

    @Test
    void nobody_turns_anothers_approval_into_his_own() {
      approver().give(new RunId("r1"), "ab".repeat(32));
      JsonNode theirs =
          Json.items(
                  ((Reply.Ok)
                          stage.api().get("list", Paths.LEASES, stage.paths().all(Paths.LEASES)))
                      .body(),
                  "items")
              .getFirst();
      ((ObjectNode) theirs.path("spec")).put("holderIdentity", "admin");

      Reply reply =
          stage
              .api()
              .send(
                  "PUT",
                  Paths.LEASES,
                  stage.paths().one(Paths.LEASES, Json.name(theirs)),
                  Api.JSON,
                  theirs);

      assertThat(reply).isInstanceOf(Reply.Failed.class);
      assertThat(List.copyOf(ApprovalStage.given(requester().given(new RunId("r1"))))).hasSize(1);
    }
  }
}
