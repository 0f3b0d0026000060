package io.tallybeam.generate;

import com.github.luben.zstd.ZstdOutputStream;
import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.MimeTypes;

/** Writes the files of given numbers, each a stretch of the events. */
final class WriteEvents extends DoFn<Long, Void> {

  private static final long serialVersionUID = 1;
  private static final int CHUNK_BYTES = 1 << 20;

  private final EventText text;
  private final long files;
  private final String output;
  private final String compression;

  WriteEvents(EventText text, long files, String output, String compression) {
    this.text = text;
    this.files = files;
    this.output = output;
    this.compression = compression;
  }

  /** Writes file {@code number}. */
  @ProcessElement
  public void process(@Element Long number) throws IOException {
    String suffix = compression.equals(GenerateOptions.NO_COMPRESSION) ? "" : "." + compression;
    String name = String.format(Locale.ROOT, "events-%05d-of-%05d.ndjson%s", number, files, suffix);
    try (OutputStream out =
        compress(
            Channels.newOutputStream(
                FileSystems.create(
                    FileSystems.matchNewResource(output, true)
                        .resolve(name, StandardResolveOptions.RESOLVE_FILE),
                    MimeTypes.BINARY)))) {
      ByteWriter chunk = new ByteWriter(CHUNK_BYTES + 1024);
      long end = text.events() * (number + 1) / files;
      for (long event = text.events() * number / files; event < end; event++) {
        text.write(event, chunk);
        if (chunk.size() >= CHUNK_BYTES) {
          out.write(chunk.array(), 0, chunk.size());
          chunk.reset();
        }
      }
      out.write(chunk.array(), 0, chunk.size());
    }
  }

  private OutputStream compress(OutputStream out) throws IOException {
    return switch (compression) {
      case "gz" -> new GZIPOutputStream(out, 64 << 10);
      case "zst" -> new ZstdOutputStream(out, 3);
      default -> out;
    };
  }
}
