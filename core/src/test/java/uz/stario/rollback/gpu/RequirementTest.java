package uz.stario.rollback.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {

  /** What NVIDIA's image of CUDA 12.2 says, shortened. */
  private static final String OF_AN_IMAGE =
      "cuda>=12.2 brand=tesla,driver>=470,driver<471 brand=titan,driver>=525,driver<526";

  private static final Map<String, String> DRIVER_550 =
      Map.of(
          "nvidia.com/cuda.driver-version.major", "550",
          "nvidia.com/cuda.driver-version.minor", "54",
          "nvidia.com/cuda.driver-version.revision", "15",
          "nvidia.com/cuda.runtime-version.major", "12",
          "nvidia.com/cuda.runtime-version.minor", "4",
          "nvidia.com/gpu.compute.major", "8",
          "nvidia.com/gpu.compute.minor", "0");

  @ParameterizedTest
  @CsvSource({
    "cuda>=12.2, YES",
    "cuda>=12.4, YES",
    "cuda>12.4, NO",
    "cuda<=12.4, YES",
    "cuda<12.4, NO",
    "cuda=12.4, YES",
    "cuda=12.4.0, YES",
    "cuda=12, NO",
    "cuda!=12.4, NO",
    "cuda!=12, YES",
    "cuda>=12.10, NO",
    "CUDA>=12, YES",
    "driver>=550.54.15, YES",
    "driver>=550.54.16, NO",
    "driver<551, YES",
    "arch>=8.0, YES",
    "arch>=9, NO",
    "brand=tesla, UNKNOWN",
    "brand!=tesla, UNKNOWN",
    "'cuda>=13 cuda>=12', YES",
    "'cuda>=13 driver>=600', NO",
    "'cuda>=12,driver>=550', YES",
    "'cuda>=12,driver>=600', NO",
    "'cuda>=12,brand=tesla', UNKNOWN",
    "'cuda>=13,brand=tesla', NO",
    "'cuda>=12 brand=tesla', YES",
    "'cuda>=13 brand=tesla', UNKNOWN",
    "' cuda>=12  cuda>=13, ', YES",
    "'', YES",
    "'  ', YES",
    "',', YES",
  })
  void spaces_part_alternatives_and_commas_what_must_hold_together(String text, Truth holds) {
    assertThat(good(text).holds(NodeVersions.of(DRIVER_550))).isEqualTo(holds);
  }

  @Test
  void what_an_image_of_nvidia_says_is_understood() {
    assertThat(good(OF_AN_IMAGE).holds(NodeVersions.of(DRIVER_550))).isEqualTo(Truth.YES);
    assertThat(good(OF_AN_IMAGE).holds(versions("470", "82", "11", "4")))
        .as("it turns on the brand")
        .isEqualTo(Truth.UNKNOWN);
    assertThat(good(OF_AN_IMAGE).holds(versions("460", "32", "11", "2"))).isEqualTo(Truth.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "cuda, is not of the form",
    "cuda>=, is not of the form",
    ">=12, is not of the form",
    "12.2, is not of the form",
    "cuda==12, compares by none of",
    "cuda=>12, compares by none of",
    "cuda!12, compares by none of",
    "cuda>=twelve, compares with no version",
    "cuda>=12., compares with no version",
    "cuda>=12..2, compares with no version",
    "cuda>=-1, compares with no version",
    "cuda>=$(CUDA), compares with no version",
    "cuda>=99999999999999999999, compares with no version",
    "cuda>=1.2.3.4.5.6, compares with no version",
    "brand>=tesla, compares a brand by more",
    "gpu>=1, is on none of",
    "'cuda>=12 nonsense', is not of the form",
    "'cuda>=12;driver>=1', compares with no version",
  })
  void what_is_no_requirement_is_told_with_its_part(String text, String why) {
    assertThat(Requirement.parse(text))
        .isInstanceOfSatisfying(
            Requirement.Parsed.Bad.class, bad -> assertThat(bad.why()).contains(why));
  }

  @Test
  void a_text_without_end_is_not_read() {
    assertThat(Requirement.parse("cuda>=1 ".repeat(1_000)))
        .isInstanceOf(Requirement.Parsed.Bad.class);
  }

  @Test
  void the_labels_of_before_are_read_where_those_of_today_are_missing() {
    NodeVersions before = versions("418", "30", "10", "1");

    assertThat(before).hasToString("driver 418.30, CUDA 10.1");
    Map<String, String> both = new HashMap<>(DRIVER_550);
    both.put("nvidia.com/cuda.driver.major", "418");
    both.put("nvidia.com/cuda.driver.minor", "30");
    both.put("nvidia.com/cuda.driver.rev", "40");
    assertThat(NodeVersions.of(both))
        .hasToString("driver 550.54.15, CUDA 12.4, compute capability 8.0");
  }

  @Test
  void an_empty_revision_is_none() {
    assertThat(
            NodeVersions.of(
                Map.of(
                    "nvidia.com/cuda.driver.major", "455",
                    "nvidia.com/cuda.driver.minor", "06",
                    "nvidia.com/cuda.driver.rev", "")))
        .hasToString("driver 455.06");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "new", "-1", "1 2"})
  void a_label_that_is_no_number_tells_no_version(String minor) {
    NodeVersions versions = versions("550", minor, "12", "4");

    assertThat(versions).hasToString("CUDA 12.4");
    assertThat(good("driver>=1").holds(versions)).isEqualTo(Truth.UNKNOWN);
  }

  private static NodeVersions versions(String driver, String minor, String cuda, String cudaMinor) {
    return NodeVersions.of(
        Map.of(
            "nvidia.com/cuda.driver.major", driver,
            "nvidia.com/cuda.driver.minor", minor,
            "nvidia.com/cuda.runtime.major", cuda,
            "nvidia.com/cuda.runtime.minor", cudaMinor));
  }

  private static Requirement good(String text) {
    Requirement.Parsed parsed = Requirement.parse(text);
    assertThat(parsed).isInstanceOf(Requirement.Parsed.Good.class);
    return ((Requirement.Parsed.Good) parsed).requirement();
  }
}
