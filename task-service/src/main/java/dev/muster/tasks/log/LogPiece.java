package dev.muster.tasks.log;

import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;

/** Bytes that have a place of their own. */
record LogPiece(LogExtent.Key key, long position, LogStream stream, LogContent content) {}
