// SPDX-License-Identifier: Apache-2.0

import Decoders
import Glibc

/// What the fuzzer calls first: the door has to be there, and to bear what is meant to hurt it.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutableRawPointer?,
  _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  if let folder = getenv("KEEP_GOLDEN") {
    Fuzzing.keepGoldenVectors(in: String(cString: folder))
  }
  for (number, bytes) in Fuzzing.door.hostile(size: 1 << 20).enumerated() {
    Fuzzing.endure(bytes, number: number)
  }
  return 0
}

/// What the fuzzer calls with every input that it makes up.
///
/// The door is chosen by the variable `DOOR`. A broken promise, and memory out of proportion to
/// the input, end the program as a trap would.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Fuzzing.bring(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

enum Fuzzing {
  static let door: Door = {
    let name = getenv("DOOR").map { String(cString: $0) } ?? ""
    guard let door = Door(rawValue: name) else {
      fail("DOOR is one of \(Door.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return door
  }()

  /// Keeps the golden vectors that the folder lacks, and ends the program.
  static func keepGoldenVectors(in folder: String) -> Never {
    do {
      try Corpus(folder: folder).keepGoldenVectors()
    } catch {
      fail("\(error)")
    }
    exit(0)
  }

  /// Takes what is meant to hurt: within ten seconds of the processor, and within memory in
  /// proportion to it.
  static func endure(_ bytes: [UInt8], number: Int) {
    let start = clock()
    let before = MemoryMeter.begin()
    door.take(bytes)
    let grown = MemoryMeter.peakBytes - before
    let taken = Double(clock() - start) / 1_000_000
    let measured =
      "Hostile input \(number): \(bytes.count) bytes, \(taken) s, \(grown) bytes of memory"
    tell(measured)
    guard taken < 10, grown <= door.growthMaximum * bytes.count + 16 << 20 else {
      fail("\(measured): too much.")
    }
    hold(bytes)
  }

  /// Holds the door to its promise.
  static func bring(_ bytes: [UInt8]) {
    let before = MemoryMeter.begin()
    hold(bytes)
    let grown = MemoryMeter.peakBytes - before
    // What was read is written again, read again and told, all of it at once.
    guard grown <= 4 * 64 * bytes.count + 16 << 20 else {
      fail("\(bytes.count) bytes took \(grown) bytes of memory.")
    }
  }

  private static func hold(_ bytes: [UInt8]) {
    do {
      _ = try door.reading(of: bytes)
    } catch {
      fail("\(error)")
    }
  }
}

/// How much memory the process holds at most.
///
/// `MALLOC_MMAP_THRESHOLD_` has to be set, so that large pieces are given back at once and each
/// input is measured alone.
enum MemoryMeter {
  private static let peak = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)

  /// Forgets the peak; what is held now is the new one.
  static func begin() -> Int {
    pwrite(peak, "5", 1, 0)
    return peakBytes
  }

  /// The most that was held since ``begin()``.
  static var peakBytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1_024
  }
}

private func fail(_ sentence: String) -> Never {
  tell(sentence)
  abort()
}

private func tell(_ sentence: String) {
  let line = sentence + "\n"
  write(STDERR_FILENO, line, line.utf8.count)
}
