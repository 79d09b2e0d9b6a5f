package io.connectorroutes.plan;

/**
 * Where a row stands.
 *
 * @param file its file's name
 * @param row from 1
 */
public record RowPlace(String file, int row) {
  @Override
  public String toString() {
    return file + ":" + row;
  }
}
