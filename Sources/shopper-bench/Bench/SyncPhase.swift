// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncClient
import Synchronization

/// Push by many laptops at once, and a newcomer's pull, over loopback.
struct SyncPhase {
  /// What one run took, in seconds.
  struct Times {
    /// Until everything was written into the laptops' stores.
    let record: Double
    /// From the first laptop's first request until the hub had acknowledged the last change.
    let push: Double
    /// A newcomer's whole first round.
    let pull: Double
    /// Cores that other work used meanwhile.
    let foreignCores: Double
    /// The greatest memory of the hub, in MiB.
    let hubMemory: Double
  }

  /// The laptop of whoever publishes, and that of a newcomer.
  static let (head, newcomer) = ("head", "newcomer")

  /// Everybody on the stage.
  static var people: [Invitee] {
    let shoppers = (0..<Moments.shoppers).map {
      Invitee(device: device(of: $0), role: .shopper, pseudonym: "S\($0)")
    }
    return [
      Invitee(device: head, role: .coordinator, pseudonym: "C0"),
      Invitee(device: newcomer, role: .coordinator, pseudonym: "C1"),
    ] + shoppers
  }

  /// What a shopper's laptop is called.
  static func device(of shopper: Int) -> String { "laptop-\(shopper)" }

  /// Publishes the program and fetches it on the shoppers' laptops.
  static func prepare(_ stage: Stage) throws {
    try Moments.publish(on: stage.laptop(head))
    try stage.laptop(head).sync()
    for shopper in 0..<Moments.shoppers {
      try stage.laptop(device(of: shopper)).sync()
    }
  }

  /// Records the workload on all laptops, pushes it from all at once, pulls it with a newcomer.
  static func run(_ moments: Moments, on stage: Stage) throws -> Times {
    let clock = ContinuousClock()
    let load = MachineLoad(besides: [stage.hub.processID])
    let laptops = try (0..<Moments.shoppers).map { try stage.laptop(device(of: $0)) }
    let record = try clock.measure {
      for (laptop, tours) in zip(laptops, moments.tours) {
        try Moments.record(tours, on: laptop)
      }
    }
    let push = try push(laptops)
    let newcomer = try stage.laptop(newcomer)
    let pull = try clock.measure { try newcomer.sync() }
    let count = try newcomer.store.read { try $0.count(.observation) }
    guard count == moments.count else {
      throw Failure(.failed, "The newcomer has \(count) of \(moments.count) observations.")
    }
    return Times(
      record: record / .seconds(1),
      push: push,
      pull: pull / .seconds(1),
      foreignCores: load.foreignCores,
      hubMemory: memory(of: stage.hub.processID)
    )
  }

  /// Runs a round on each laptop, all at once, each on a thread of its own.
  private static func push(_ laptops: [Laptop]) throws -> Double {
    let acknowledged = Mutex([ContinuousClock.Instant]())
    let failures = Mutex([String]())
    let group = DispatchGroup()
    let began = ContinuousClock.now
    for laptop in laptops {
      DispatchQueue.global().async(group: group) {
        do {
          try round(of: laptop) { instant in acknowledged.withLock { $0.append(instant) } }
        } catch {
          let text = Failure(error).description
          failures.withLock { $0.append(text) }
        }
      }
    }
    group.wait()
    if let failure = failures.withLock(\.first) { throw Failure(.failed, failure) }
    let last = acknowledged.withLock { $0.max() } ?? began
    return (last - began) / .seconds(1)
  }

  private static func round(
    of laptop: Laptop,
    whenPushed note: @escaping (ContinuousClock.Instant) -> Void
  ) throws {
    guard let enrolment = try laptop.store.read({ try $0.enrolment() }) else {
      throw StoreError.notEnrolled
    }
    let round = SyncRound(store: laptop.store, connection: try enrolment.connection()) { progress in
      if case .pushed(let count, let total) = progress, count >= total { note(.now) }
    }
    _ = try round.run()
  }

  /// The greatest memory that a process has had, in MiB.
  private static func memory(of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1_024 } ?? 0
  }
}
