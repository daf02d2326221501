package uz.stario.rollback.check;

import java.time.InstantSource;
import java.util.function.Function;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.port.HttpChecks;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.port.Scrapes;
import uz.stario.rollback.port.Scripts;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;

/**
 * What checks are made with.
 *
 * @param metrics opens a source where it is first asked; refused where its token can't be read
 */
public record CheckPorts(
    Workloads workloads,
    HttpProbe probe,
    HttpChecks http,
    Function<MetricsSource, Answer<Metrics>> metrics,
    Scrapes scrapes,
    PodLogs logs,
    PodCommands commands,
    Placements placements,
    Scripts scripts,
    InstantSource clock) {}
