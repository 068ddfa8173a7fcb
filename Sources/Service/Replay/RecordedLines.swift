import Events

/// The lines of a chunk with when each was recorded, as the decoder reads them: the end time of an operation, the time of a
/// step.
struct RecordedLines {
  /// A line of the chunk.
  struct Line {
    /// Where it stands in the storage of the chunk, its line feed included.
    var bytes: Range<Int>
    /// When it was recorded; nil where it does not tell, as what is rejected.
    var time: Timestamp?
  }

  private(set) var lines: [Line] = []

  /// Looks through a chunk. `now` is taken for the time of records that tell none, and stands for that.
  init(_ chunk: Chunk, decoder: DecodeWorker, now: Timestamp) async {
    let events = await decoder.decode(chunk, now: now).batch.events
    var at = chunk.lines.lowerBound
    var next = 0
    while at < chunk.lines.upperBound {
      let end = chunk.bytes[at..<chunk.lines.upperBound].firstIndex(of: 0x0A).map { $0 + 1 } ?? chunk.lines.upperBound
      var line = Line(bytes: at..<end)
      if next < events.count, Int(events[next].line) == lines.count {
        line.time = events[next].time == now ? nil : events[next].time
        next += 1
      }
      lines.append(line)
      at = end
    }
  }
}
