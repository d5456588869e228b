// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncClient
import SyncProtocol
import Synchronization

/// A hub with the laptops of the workload: twenty shoppers, one who publishes, one newcomer, and a
/// viewer.
struct BenchStage {
  /// The hub and everybody's laptop.
  let stage: Stage

  /// The shoppers' laptops.
  let laptops: [Laptop]

  /// The laptop of whoever publishes.
  let head: Laptop

  /// A coordinator's laptop that has not synced yet.
  let newcomer: Laptop

  /// The laptop of a viewer, who has nothing to see.
  let guest: Laptop

  /// Publishes the workload's program, and fetches it on the shoppers' laptops.
  ///
  /// - Parameter tracer: The words in front of the hub's own, to run it under another program.
  /// - Throws: What stores and the hub say.
  init(under tracer: [String] = []) async throws {
    let devices = (0..<Moments.shoppers).map { "laptop-\($0)" }
    let shoppers = devices.enumerated().map { place, device in
      Invitee(device: device, role: .shopper, pseudonym: "S\(place)")
    }
    let people = [
      Invitee(device: "head", role: .coordinator, pseudonym: "C0"),
      Invitee(device: "newcomer", role: .coordinator, pseudonym: "C1"),
      Invitee(device: "guest", role: .viewer, pseudonym: "W0"),
    ]
    stage = try await Stage(
      people + shoppers,
      program: Moments.program,
      isKept: false,
      under: tracer
    )
    head = try stage.laptop("head")
    newcomer = try stage.laptop("newcomer")
    guest = try stage.laptop("guest")
    laptops = try devices.map(stage.laptop)
    try Moments.publish(on: head)
    try head.sync()
    for laptop in laptops { try laptop.sync() }
  }

  /// The hub's process.
  var hub: RunningProcess { RunningProcess(id: stage.hub.processID) }

  /// The bytes of the hub's database and its log.
  var hubBytes: Int {
    ["", "-wal"].reduce(0) { sum, end in
      let path = stage.folder + "/hub/hub.sqlite" + end
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
  }

  /// Records the workload on the shoppers' laptops.
  func record(_ moments: Moments) throws {
    for (laptop, tours) in zip(laptops, moments.tours) {
      try Moments.record(tours, on: laptop)
    }
  }

  /// What waits on each shopper's laptop as ready-made pushes, by the laptop's place.
  func readyPushes() throws -> [Int: [HTTPRequest]] {
    let ready = Mutex<[Int: [HTTPRequest]]>([:])
    _ = try together { place, laptop in
      let requests = try laptop.readyPushes(on: Line(laptop))
      ready.withLock { $0[place] = requests }
    }
    return ready.withLock(\.self)
  }

  /// Runs a body for each shopper's laptop, all at once, each on a thread of its own.
  ///
  /// - Returns: The seconds until the last was done.
  func together(_ body: @escaping @Sendable (Int, Laptop) throws -> Void) throws -> Double {
    let failures = Mutex([String]())
    let group = DispatchGroup()
    let began = ContinuousClock.now
    for (place, laptop) in laptops.enumerated() {
      group.enter()
      let thread = Thread {
        do {
          try body(place, laptop)
        } catch {
          let text = Failure(error).description
          failures.withLock { $0.append(text) }
        }
        group.leave()
      }
      thread.stackSize = 4 << 20
      thread.start()
    }
    group.wait()
    if let failure = failures.withLock(\.first) { throw Failure(.failed, failure) }
    return (ContinuousClock.now - began) / .seconds(1)
  }
}

/// What a running process has used.
struct RunningProcess {
  let id: Int32

  /// Seconds of processor time.
  var processorSeconds: Double { MachineLoad.seconds(of: id) }

  /// Its share of the machine's memory, in MiB: its own pages, and its part of shared ones.
  var memory: Double { mebibytes("smaps_rollup", "Pss:") }

  /// The most memory that was its at any time so far, in MiB, shared pages included.
  var greatestResident: Double { mebibytes("status", "VmHWM:") }

  private func mebibytes(_ file: String, _ field: String) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(field) }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1_024 } ?? 0
  }
}

/// The greatest memory that a process had while it was watched.
final class MemoryWatch {
  private final class Greatest: Sendable {
    let mebibytes = Mutex(0.0)
  }

  private let greatest = Greatest()
  private let timer: any DispatchSourceTimer

  /// Watches a process.
  convenience init(_ process: RunningProcess) {
    self.init(milliseconds: 100) { process.memory }
  }

  /// Looks again every so many milliseconds.
  init(milliseconds: Int, _ mebibytes: @escaping @Sendable () -> Double) {
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now(), repeating: .milliseconds(milliseconds))
    timer.setEventHandler { [greatest] in
      let now = mebibytes()
      greatest.mebibytes.withLock { $0 = max($0, now) }
    }
    timer.resume()
  }

  /// Ends watching; returns the greatest memory in MiB.
  func end() -> Double {
    timer.cancel()
    return greatest.mebibytes.withLock(\.self)
  }
}
