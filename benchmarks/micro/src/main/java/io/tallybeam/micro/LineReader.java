package io.tallybeam.micro;

import java.io.IOException;

/** Reads the fields of the SQL from a line. */
interface LineReader {

  WantedFields read(byte[] line) throws IOException;
}
