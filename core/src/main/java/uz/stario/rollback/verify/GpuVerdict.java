package uz.stario.rollback.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.NodeVersions;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.gpu.Requirement;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/** Judges whether pods that request GPUs are where GPUs are, with the driver they require. Pure. */
public final class GpuVerdict {

  /** A line of a terminal; the others are among what was seen. */
  private static final int MOST_NAMED = 3;

  private final GpuCheck check;
  private final List<String> failures = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  /** What was required and is there. */
  private final Set<String> met = new TreeSet<>();

  private GpuVerdict(GpuCheck check) {
    this.check = check;
  }

  public static Checked of(GpuCheck check, Answer<List<PlacedPod>> answer) {
    return switch (answer) {
      case Answer.Refused<List<PlacedPod>>(Problem problem) ->
          Checked.unknown(problem.why(), List.of());
      case Answer.Given<List<PlacedPod>>(List<PlacedPod> pods) -> new GpuVerdict(check).judge(pods);
    };
  }

  private Checked judge(List<PlacedPod> pods) {
    if (pods.isEmpty()) {
      return Checked.unknown("there is no pod to look at", List.of());
    }
    List<PlacedPod> asking =
        pods.stream().filter(pod -> pod.requested(check.resource()) > 0).toList();
    if (asking.isEmpty()) {
      return Checked.failed(
          "no container of " + check.workload() + " requests " + check.resource(), List.of());
    }
    asking.forEach(this::judge);
    if (!failures.isEmpty()) {
      return Checked.failed(named(failures), List.of()).and(seen);
    }
    if (!doubts.isEmpty()) {
      return Checked.unknown(named(doubts), List.of()).and(seen);
    }
    return Checked.passed(
            asking.size()
                + (asking.size() == 1 ? " pod" : " pods")
                + " where "
                + check.resource()
                + " is; "
                + (met.isEmpty()
                    ? "neither the playbook nor a variable of theirs requires a driver or CUDA"
                    : "there is what they require: " + String.join("; ", met)),
            List.of())
        .and(seen);
  }

  private void judge(PlacedPod pod) {
    switch (pod.place()) {
      case Place.Nowhere(String why) ->
          fail(pod.name() + " is on no node" + (why.isEmpty() ? "" : ": " + why));
      case Place.Gone(String node) ->
          fail(pod.name() + " is on " + node + ", which has left the cluster");
      case Place.Unread(String node, String why) ->
          doubt(pod.name() + " is on " + node + ", which can't be looked at: " + why);
      case Place.On on -> {
        NodeVersions versions = NodeVersions.of(on.labels());
        seen.add(pod.name() + " on " + on.node() + ": its labels tell " + versions);
        allocatable(pod, on);
        labels(pod, on);
        for (AskingContainer container : pod.containers()) {
          if (container.requested(check.resource()) > 0) {
            requirements(pod, container, on, versions);
          }
        }
      }
    }
  }

  private void allocatable(PlacedPod pod, Place.On on) {
    long there = on.allocatable().getOrDefault(check.resource(), 0L);
    long wanted = pod.requested(check.resource());
    if (there < wanted) {
      fail(
          pod.name()
              + " is on "
              + on.node()
              + ", which has "
              + (there == 0 ? "no " : "only " + there + " ")
              + check.resource()
              + " to give"
              + (there == 0 ? "" : ", and requests " + wanted));
    }
  }

  private void labels(PlacedPod pod, Place.On on) {
    check
        .labels()
        .forEach((key, wanted) -> {
          String value = on.labels().get(key);
          if (!wanted.equals(value)) {
            fail(
                "%s is on %s, %s; it is to be %s"
                    .formatted(
                        pod.name(),
                        on.node(),
                        value == null
                            ? "which has no label " + key
                            : "whose label " + key + " is '" + value + "'",
                        wanted));
          }
        });
  }

  private void requirements(
      PlacedPod pod, AskingContainer container, Place.On on, NodeVersions versions) {
    for (String unseen : container.unseenRequirements()) {
      doubt(
          pod.name() + ": the value of " + unseen + " is not in the pod, so it can't be compared");
    }
    Map<String, Requirement.Parsed> requirements = new TreeMap<>(container.requirements());
    check.requires().ifPresent(text -> requirements.put("requires", Requirement.parse(text)));
    for (Map.Entry<String, Requirement.Parsed> one : requirements.entrySet()) {
      switch (one.getValue()) {
        case Requirement.Parsed.Bad(String why) ->
            doubt(pod.name() + ": " + one.getKey() + " is not understood: " + why);
        case Requirement.Parsed.Good(Requirement requirement) -> {
          String required =
              pod.name() + " requires '" + requirement + "', and the labels of " + on.node();
          switch (requirement.holds(versions)) {
            case YES -> met.add(requirement + " (" + versions + ")");
            case NO -> fail(required + " tell " + versions);
            case UNKNOWN ->
                doubt(
                    required
                        + " tell too little ("
                        + versions
                        + "); GPU feature discovery writes them");
          }
        }
      }
    }
  }

  private void fail(String why) {
    failures.add(why);
    seen.add(why);
  }

  private void doubt(String why) {
    doubts.add(why);
    seen.add(why);
  }

  private static String named(List<String> all) {
    String first = String.join("; ", all.subList(0, Math.min(MOST_NAMED, all.size())));
    int more = all.size() - MOST_NAMED;
    return more > 0 ? first + "; and " + more + " more" : first;
  }
}
