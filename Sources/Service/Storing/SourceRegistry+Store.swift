import Events
import Storage

// What a store is told of the sources, and what it told of them.
extension SourceRegistry {
  /// Goes on from what a store holds. The files are taken to be behind until they are met, so that operations under way
  /// age by what the files tell and not by the time that no one read them.
  mutating func restore(_ content: StoredContent) {
    for source in content.sources { addStored(source) }
    keep(rejected: content.rejected.reversed())
  }

  /// What a store holds, for someone who only looks at it: the sources are as they were at its last commit.
  init(showing content: StoredContent) {
    self.init()
    for source in content.sources {
      var status = source.status
      status.storedBytes = status.bytes
      _ = add(status)
    }
    keep(rejected: content.rejected.reversed())
  }

  /// The newest event of each source.
  var newestEvents: [Int: Timestamp] {
    Dictionary(
      uniqueKeysWithValues: sources.enumerated().compactMap { number, status in
        status.lastEvent.map { (number, $0) }
      })
  }
}
