import Events
import Glibc
import Monitoring

func seconds() -> Double { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec) + Double(t.tv_nsec) / 1e9 }
let fd = open(CommandLine.arguments[1], O_RDONLY)
let at = Timestamp("2026-01-02T00:00:00Z")!
var state = MonitorState(standsStill: true)
var decoder = EventDecoder(seed: 7) { UInt64.random(in: 0...(.max)) }!
let size = 256 * 1024
var buffer = [UInt8](repeating: 0, count: size * 8 + 64)
var have = 0
var offset: UInt64 = 0
let t0 = seconds()
var td = 0.0, ta = 0.0
var lines: UInt64 = 0, accepted: UInt64 = 0
while true {
  let got = buffer.withUnsafeMutableBytes { pread(fd, $0.baseAddress! + have, size, off_t(offset) + off_t(have)) }
  if got <= 0 { break }
  have += got
  let end = (buffer[0..<have].lastIndex(of: 10) ?? -1) + 1
  let t1 = seconds()
  let batch = decoder.decode(Chunk(bytes: buffer, lines: 0..<end, offset: offset), now: at)
  let t2 = seconds()
  let applied = state.apply(batch, source: 0, now: at)
  ta += seconds() - t2
  td += t2 - t1
  lines += batch.lines
  accepted += applied.accepted
  offset += UInt64(end)
  buffer.withUnsafeMutableBytes { _ = memmove($0.baseAddress!, $0.baseAddress! + end, have - end) }
  have -= end
}
let t1 = seconds()
let snapshot = state.snapshot(at: at)
print("lines", lines, "accepted", accepted, "total", t1 - t0, "decode", td, "apply", ta, "snapshot", seconds() - t1)
print(snapshot.system.score)
