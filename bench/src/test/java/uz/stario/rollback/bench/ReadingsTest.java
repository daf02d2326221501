package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingsTest {

  @Test
  void the_peak_of_a_gc_log_is_what_was_in_use_before_the_fullest_collection() {
    String log =
        """
        [0.210s][info][gc] GC(0) Pause Young (Allocation Failure) 4M->1M(15M) 2.500ms
        [0.410s][info][gc] GC(1) Pause Young (Allocation Failure) 37M->9M(48M) 2.500ms
        [0.910s][info][gc,heap,exit] Heap
        [0.910s][info][gc,heap,exit]  def new generation   total 4928K, used 1024K [0x0, 0x1)
        [0.910s][info][gc,heap,exit]  tenured generation   total 10944K, used 2048K [0x0, 0x1)
        """;

    assertThat(Readings.peakHeap(log)).hasValue(37L << 20);
  }

  @Test
  void a_program_that_never_collected_is_judged_by_its_generations_at_exit() {
    String log =
        """
        [0.910s][info][gc,heap,exit] Heap
        [0.910s][info][gc,heap,exit]  def new generation   total 4928K, used 1024K [0x0, 0x1)
        [0.910s][info][gc,heap,exit]   eden space 4416K,  27% used [0x0, 0x1)
        [0.910s][info][gc,heap,exit]  tenured generation   total 10944K, used 2048K [0x0, 0x1)
        [0.910s][info][gc,heap,exit]  Metaspace       used 900K, committed 1024K, reserved 8192K
        """;

    assertThat(Readings.peakHeap(log)).hasValue(3L << 20);
  }

  @Test
  void an_empty_gc_log_tells_no_peak() {
    assertThat(Readings.peakHeap("[0.003s][info][gc] Using Serial\n")).isEmpty();
  }

  @Test
  void own_requests_are_summed_and_other_messages_left_out() {
    String messages =
        "request list deployments.apps 1\nrequest denied by me 7 times\nrequest patch pods 20\n";

    assertThat(Readings.ownRequests(messages)).hasValue(21);
    assertThat(Readings.ownRequests("no such line")).isEmpty();
  }

  @Test
  void requests_of_kubectl_are_counted_in_its_old_words_and_its_new_ones() {
    String old =
        """
        I0101 10:00:00.000000 1 loader.go:402] Config loaded from file:  /x
        I0101 10:00:00.000000 1 round_trippers.go:560] GET https://h:1/apis/apps/v1 200 OK in 5 milliseconds
        """;
    String recent =
        """
        I0101 10:00:00.000000 1 round_trippers.go:632] "Response" verb="GET" url="https://h:1/api" status="200 OK"
        I0101 10:00:00.000000 1 round_trippers.go:632] "Response" verb="PATCH" url="https://h:1/a" status="200 OK"
        """;

    assertThat(Readings.kubectlRequests(old)).isEqualTo(1);
    assertThat(Readings.kubectlRequests(recent)).isEqualTo(2);
  }

  @Test
  void peak_memory_is_read_from_the_status_of_a_process() {
    assertThat(Readings.peakResident("VmPeak:\t  9000 kB\nVmHWM:\t   2048 kB\n"))
        .hasValue(2L << 20);
    assertThat(Readings.peakResident("Name:\tzombie\n")).isEmpty();
  }
}
