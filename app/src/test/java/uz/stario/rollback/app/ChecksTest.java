package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of every kind after a rollback, on the services of the sandbox. */
class ChecksTest {

  @TempDir private Path folder;

  @Test
  void what_pods_wrote_what_is_in_them_and_what_a_program_says_is_checked_and_kept()
      throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
      script("smoke.sh", "echo asked $BASE_URL; echo 18 passed");
      Machine machine =
          platform
              .machine()
              .playbook(
                  with(
                      platform.playbook(""),
                      """
                            - name: SDXL is there
                              exec:
                                workload: deployment/poster-gen
                                command: [ls, /models/sdxl]
                                contains: model_index.json
                            - name: log
                              log:
                                workload: deployment/poster-gen
                                mustAppear: [started]
                                show: 5
                            - name: pods
                              pods: { workload: deployment/poster-gen }
                      """,
                      """
                      checks:
                        - name: smoke tests
                          script:
                            command: [%s/smoke.sh]
                            variables: { BASE_URL: "${url}" }
                      """
                          .formatted(folder)));

      Outcome rollback = machine.stario("rollback", "poster-gen", "--yes");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      assertThat(rollback.out())
          .contains(
              "check-SDXL is there/poster-gen  done: ls ended with 0",
              "check-log/poster-gen  done: no new kind of error",
              "check-pods/poster-gen-2  done: 2 pods ready",
              "check-smoke tests  done: " + folder + "/smoke.sh ended with 0",
              "All systems operational");
      assertThat(machine.stario("runs", "--json").out()).isNotEmpty();
      String run = rollback.out().replaceAll("(?s).*stario show (\\S+).*", "$1");
      assertThat(machine.stario("show", run, "--json").out())
          .contains("asked http", "18 passed", "model_index.json");
    }
  }

  @Test
  void what_failed_and_what_nobody_can_tell_is_said_with_what_was_seen_and_exits_with_seven()
      throws Exception {
    try (Platform platform = Platform.in(folder);
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
      script("smoke.sh", "echo 17 passed; echo POST /artists answered 500; exit 1");
      Machine machine =
          platform
              .machine()
              .playbook(
                  with(
                          platform.playbook(""),
                          """
                                - name: model
                                  exec:
                                    workload: deployment/poster-gen
                                    command: [ls, /models/sdxl-turbo]
                                - name: error rate
                                  metric:
                                    query: up
                                    threshold: "== 1"
                                    shortest: 1s
                          """,
                          """
                          checks:
                            - name: smoke tests
                              script: { command: [%s/smoke.sh] }
                            - name: no such program
                              script: { command: [%s/none.sh] }
                          """
                              .formatted(folder, folder))
                      .replace(
                          "    url: ",
                          "    prometheus: { url: \"http://127.0.0.1:"
                              + silent.getLocalPort()
                              + "\" }\n    verification: { within: 2s }\n    url: "));

      Outcome rollback = machine.stario("rollback", "poster-gen", "--yes");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(7);
      assertThat(rollback.out())
          .contains(
              "! rolled back, but not verified",
              "check-smoke tests: failed",
              "  POST /artists answered 500",
              "check-no such program: unknown",
              "was not run",
              "check-error rate/poster-gen: unknown",
              "check-model/poster-gen: failed")
          .doesNotContain("All systems operational");
      assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    }
  }

  @Test
  void verify_makes_them_too_and_those_of_the_platform_only_for_all_of_it() throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of("poster-gen"), "v1.2.3");
      script("smoke.sh", "echo token=hunter2-0123456789; exit 3");
      Machine machine =
          platform
              .machine()
              .playbook(
                  with(
                      platform
                          .playbook("")
                          .replaceAll("(?m)^services:[\\s\\S]*?(?=  poster-gen:)", "services:\n")
                          .replaceAll(
                              "(?s)(  poster-gen:\\n"
                                  + "    workloads: \\[deployment/poster-gen\\]\\n).*",
                              "$1"),
                      """
                            - name: log
                              log: { workload: deployment/poster-gen, mustAppear: [started] }
                      """,
                      """
                      checks:
                        - name: smoke tests
                          script: { command: [%s/smoke.sh] }
                      """
                          .formatted(folder)));

      Outcome one = machine.stario("verify", "poster-gen");
      assertThat(one.code()).as(one.out() + one.err()).isZero();
      assertThat(one.out()).contains("says 'started'").doesNotContain("smoke");

      Outcome all = machine.stario("verify");
      assertThat(all.code()).as(all.out() + all.err()).isEqualTo(1);
      assertThat(all.out())
          .contains("smoke tests", "ended with 3")
          .doesNotContain("hunter2-0123456789");
    }
  }

  private void script(String name, String commands) throws Exception {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String with(String playbook, String checks, String platform) {
    return playbook.replace(
            "    workloads: [deployment/poster-gen]\n",
            "    workloads: [deployment/poster-gen]\n    checks:\n" + checks)
        + platform;
  }
}
