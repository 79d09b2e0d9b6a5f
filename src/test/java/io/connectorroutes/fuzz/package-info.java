/**
 * Hostile input: each {@code …Target} takes bytes, gives them to one reader and asserts what is
 * promised of it, whatever they are. {@link io.connectorroutes.fuzz.CorpusTest} gives them the kept
 * inputs in each build; {@link io.connectorroutes.fuzz.Fuzzing} lets Jazzer look for others (see
 * {@code src/test/README.md}). The targets know nothing of Jazzer but the name of their method.
 */
package io.connectorroutes.fuzz;
