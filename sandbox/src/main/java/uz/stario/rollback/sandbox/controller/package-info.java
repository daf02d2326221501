/** The controllers that drive Deployments and ReplicaSets towards their spec. */
@NullMarked
package uz.stario.rollback.sandbox.controller;

import org.jspecify.annotations.NullMarked;
