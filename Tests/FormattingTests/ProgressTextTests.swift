import Formatting
import Snapshots
import Testing

import Formatting

@Suite struct ProgressTextTests {
  @Test func howFarReadingHasCome() {
    var progress = CatchUp(bytesRead: 1 << 30, bytesTotal: 5 << 29, eventsPerSecond: 512_345, secondsLeft: 7.2)
    #expect(ProgressText.line(progress) == "40 %, 1.00GiB of 2.50GiB, 512k events/s, 8s left")
    progress.secondsLeft = nil
    #expect(ProgressText.line(progress) == "40 %, 1.00GiB of 2.50GiB, 512k events/s")
    progress.bytesTotal = progress.bytesRead
    #expect(ProgressText.line(progress) == "1.00GiB, 512k events/s")
  }
}
