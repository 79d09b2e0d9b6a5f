package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of a file, read one at a time and in constant memory, the same ones whatever the format.
 * {@link #hasNext} and {@link #next} throw {@link UncheckedIOException}: caused by a {@link
 * MalformedFileException} where the file breaks its format, else by the fault of the disk. For one
 * thread.
 */
public abstract class RowReader implements Iterator<ReadRow>, Closeable {
  private final StrictText text;
  private final FileHead head;
  private final RowBounds bounds;
  private int last;
  private ReadRow next;
  private boolean ended;
  private IOException failure;

  RowReader(StrictText text, FileHead head, RowBounds bounds) {
    this.text = text;
    this.head = head;
    this.bounds = bounds;
  }

  /**
   * Opens a file. A CSV file's header is read here.
   *
   * @param in the file's bytes, UTF-8 with or without a byte order mark; closed with the reader
   * @param mostRows a file with more rows breaks its format
   * @throws MalformedFileException where it breaks its format already
   */
  public static RowReader open(FileFormat format, InputStream in, int mostRows) throws IOException {
    InputStream file = new BufferedInputStream(in);
    try {
      FileHead head = FileHead.of(format, file);
      StrictText text = new StrictText(file);
      RowBounds bounds = new RowBounds(mostRows);
      return switch (format) {
        case JSON -> new JsonRows(text, head, bounds);
        case JSON_LINES -> new JsonLines(text, head, bounds);
        case CSV -> new CsvRows(text, head, bounds);
      };
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads a queue message: one JSON object.
   *
   * @param body UTF-8 with or without a byte order mark
   * @return row 0; with a problem where the body is no such object
   */
  public static ReadRow readMessage(byte[] body) {
    try (JsonParser parser =
        JsonText.FACTORY.createParser(new StrictText(new ByteArrayInputStream(body)))) {
      if (parser.nextToken() == null) {
        return unreadable("is empty");
      }
      ReadRow row = RowTree.read(parser, 0);
      return parser.nextToken() == null ? row : unreadable("holds more than one JSON object");
    } catch (JsonProcessingException e) {
      return unreadable(JsonText.fault(e));
    } catch (IOException e) {
      return unreadable("is not UTF-8 text, or is longer than 4 MiB");
    }
  }

  private static ReadRow unreadable(String fault) {
    return ReadRow.unreadable(
        0, new FieldProblem(null, "the message " + fault + ": send one JSON object in UTF-8"));
  }

  /** How the file is laid out. */
  public final FileLayout layout() {
    return new FileLayout(columns(), head.separator(), head.byteOrderMark(), head.lineEnd());
  }

  /** The columns of a CSV file in their order; empty for other formats. */
  List<String> columns() {
    return List.of();
  }

  /** Notes an empty line or row, which is no row to be given. */
  final void skipped() throws MalformedFileException {
    bounds.skipped();
  }

  /** How many characters of the file were read so far: what the rows take of the memory. */
  public final long charactersRead() {
    return text.charactersRead();
  }

  /**
   * The next row.
   *
   * @param number the row's, where none is skipped before it
   * @return null at the end of the file
   */
  abstract ReadRow read(int number) throws IOException;

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      advance();
    }
    if (failure != null) {
      // Each time: whoever asks again must not take the file for complete.
      throw new UncheckedIOException(failure);
    }
    return next != null;
  }

  private void advance() {
    try {
      ReadRow row = read(last + 1);
      if (row != null) {
        bounds.read(row);
        last = row.row();
        next = row;
      } else if (bounds.isEmpty()) {
        throw new MalformedFileException("the file holds no change: give it again with its rows");
      }
      ended = row == null;
    } catch (JsonProcessingException e) {
      ended = true;
      failure = new MalformedFileException("the file " + JsonText.fault(e) + ": export it again");
    } catch (IOException e) {
      ended = true;
      failure = e;
    }
  }

  @Override
  public ReadRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ReadRow row = next;
    next = null;
    return row;
  }
}
