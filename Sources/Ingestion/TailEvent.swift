import Events

/// What a file tail has to tell. A source is one path that is followed, numbered from 0 in the order of appearance.
package enum TailEvent: Sendable {
  /// A source is known from now on.
  case appeared(source: Int, TailedSource)
  /// The source goes on in another file or from another place: at first, after a rotation, a truncation or a copy, and
  /// back again when a program still writes to a rotated file. Chunks of the source are of this file from here on.
  /// Offsets in a `.gz` count decompressed bytes.
  case opened(source: Int, at: Position)
  /// Whole lines of the source. `position` is where the next chunk of the same file begins; `lag` is how many bytes of
  /// the file lie behind it, in a `.gz` about.
  case chunk(source: Int, Chunk, position: Position, lag: UInt64)
  /// The source is waiting, catching up, live or at its end.
  case state(source: Int, SourceState)
  /// The source cannot be read, or no further than it was. Nothing comes of it until another state is told.
  case failed(source: Int, IngestionError)
  /// All that was there has been handed on; sent once, when that is first so.
  case caughtUp
  /// All that was there has been handed on once more, after chunks since it was so the last time: what comes next may
  /// be long in coming.
  case atRest
  /// No file matches a pattern, numbered from 0, at the beginning; one that appears later is followed all the same.
  case unmatched(pattern: Int)
  /// Something that operators should know and that stops nothing, as one line of text.
  case notice(String)
}

/// A path that is followed.
package struct TailedSource: Sendable, Equatable {
  /// The path, as the operator wrote it or as the pattern turned out.
  package var name: String
  /// Which of the patterns it belongs to, from 0, so that sources can be put into option order.
  package var pattern: Int
}

/// How files are followed.
package struct TailOptions: Sendable {
  /// Whether to go on after the end.
  package enum Mode: Sendable {
    /// Waits for more at the end of the files, forever.
    case follow
    /// Reads each file to the end that it has when it is opened, with a last line that has no line feed, then ends.
    case once
  }

  /// Where to begin in a file that is there when the tail begins; files that appear later are read from their
  /// beginning.
  package enum Start: Sendable {
    case beginning
    case end
  }

  package var mode = Mode.follow
  package var start = Start.beginning
  /// The most bytes of a line.
  package var maxLine = LineLimits()
  /// How far files were read before, of every path the newest last; `start` is for files of which nothing is known.
  ///
  /// A file whose beginning is known goes on from there, whatever its name. If there is other content at a path that
  /// was read before, rotated files beside it are read first: one that was read in part, from there on; those that are
  /// newer and were never read, whole. Without a position of the path, files beside it are never read (article Inputs).
  package var known: [KnownPosition] = []
  /// How long a file that no path leads to any more may stay quiet before it is let go and its unfinished last line is
  /// handed out: programs write to a rotated file until they have opened the new one.
  package var rotationGrace = Duration.seconds(5)
  /// How long changes are gathered, from one look at them to the next, while they keep coming.
  package var gathering = Duration.milliseconds(10)
  /// How many files are open at once at the most; those at rest are closed while others need to be read.
  package var openFiles = 256
  /// Uses no inotify, as if none were left.
  package var checksEverySecond = false

  package init() {}
}
