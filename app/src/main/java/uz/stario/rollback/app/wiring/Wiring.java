package uz.stario.rollback.app.wiring;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.adapters.process.RunMarks;
import uz.stario.rollback.check.CheckPorts;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.port.Ids;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;

/** Opens what a command needs, when it needs it, and closes it all in the end. */
public interface Wiring extends AutoCloseable {

  /**
   * Connects to a namespace of a cluster.
   *
   * @param kubeconfig a file instead of the usual ones
   * @param context instead of the current one
   * @param namespace instead of the context's
   */
  Answer<Workloads> workloads(
      Optional<String> kubeconfig, Optional<String> context, Optional<String> namespace);

  Answer<Journal> journal();

  /** The record of releases, in the same place as the journal. */
  Answer<Ledger> ledger();

  /**
   * Where runs on these workloads exclude each other.
   *
   * @param workloads as {@link #workloads} opened them
   * @param local on this machine only
   */
  Answer<Targets> targets(Workloads workloads, boolean local);

  /**
   * Where two people meet over a run on these workloads.
   *
   * @param workloads as {@link #workloads} opened them
   * @param local whether nothing is kept in the cluster
   */
  Answer<Approvals> approvals(Workloads workloads, boolean local);

  /** The same for whoever approves, who has no workloads open. */
  Answer<Approvals> approvals(
      Optional<String> kubeconfig, Optional<String> context, Optional<String> namespace);

  /** This process, as the holder of locks. */
  Owner owner();

  /** Which runs a process of this machine is at. */
  RunMarks marks();

  HttpProbe probe();

  /**
   * What checks of every kind are made with.
   *
   * @param workloads as {@link #workloads} opened them
   * @param folder where programs are run
   */
  CheckPorts checks(Workloads workloads, Path folder);

  /**
   * What exactly runs there.
   *
   * @param workloads as {@link #workloads} opened them
   */
  Inventory inventory(Workloads workloads);

  /** Asks databases for the revisions of their schemas; opens nothing by itself. */
  SchemaRevisions schemas();

  /** Asks registries for images; opens nothing by itself. */
  Images images();

  /** Changes stores beside the workloads; opens nothing by itself. */
  Stores stores();

  /** Where people are told; tells nobody when there is no channel. */
  Answer<Notifier> notifier(Optional<Channel> channel);

  Ids ids();

  /** Who is at the keyboard: {@code user@host}. */
  String requester();

  /** Knows every secret that this process has read, and hides it. */
  Redactor redactor();

  /** What was asked of the world so far, a line each; for {@code --debug}. */
  List<String> diagnostics();

  @Override
  void close();
}
