@NullMarked
package uz.stario.rollback.sandbox.controller;

import org.jspecify.annotations.NullMarked;
