// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import TestSupport
import Testing

/// What happens to a round at one of its bytes.
enum Mishap: Sendable {
  /// Both sides see an orderly end.
  case close
  /// Both sides see a reset.
  case reset
  /// The line goes dead, and the laptop gives up.
  case silence
  /// The line stands still until another laptop has synced.
  case delay
  /// So many of the last bytes are passed on twice.
  case duplicate(Int)
}

/// A hub, a coordinator's laptop and a shopper's, whose rounds meet mishaps.
struct FieldUnderFaults {
  let hub: RunningHub
  let coco: SyncedLaptop
  let ada: SyncedLaptop
  private let visits = Watched(0)

  init() throws {
    hub = try RunningHub()
    coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    ada = try hub.laptop(of: "Ada")
    try ada.sync()
  }

  /// Enters a visit, syncs while a mishap happens at a byte, and syncs again without one: all that
  /// was entered is then at the hub.
  ///
  /// - Parameters:
  ///   - byte: How many bytes pass before it happens.
  ///   - isUp: Whether bytes to the hub are counted, or bytes from it.
  ///   - mishap: What happens.
  ///   - observations: How many there are besides the visit.
  /// - Returns: Whether the round has so many bytes.
  /// - Throws: What a store says.
  func round(
    _ byte: Int,
    isUp: Bool,
    _ mishap: Mishap,
    observations: Int = 1
  ) throws -> Bool {
    try enter(observations)
    let hasHappened = Watched(false)
    let givingUp = Cancellation()
    let coco = coco
    let proxy = try CuttingProxy(toPort: hub.port) { number in
      guard number == 0 else { return .init() }
      let (up, down) = isUp ? (byte, nil) : (nil, byte)
      return .init(upBytes: up, downBytes: down, fault: mishap.fault) {
        hasHappened.update { $0 = true }
        switch mishap {
        case .silence: givingUp.cancel()
        case .delay: _ = try? coco.sync()
        case .close, .reset, .duplicate: break
        }
      }
    }
    let transport = try CurlTransport(version: "test", cancellation: givingUp)
    let seconds: Int? = if case .duplicate = mishap { 2 } else { nil }
    let first = Result { try ada.sync(through: proxy.url, within: seconds, over: transport) }
    if case .delay = mishap {
      #expect(throws: Never.self) { try first.get() }
    }
    #expect(throws: Never.self, "after \(mishap) at byte \(byte): \(first)") { try ada.sync() }
    #expect(try ada.store.read { try $0.status() }.pending == 0)
    proxy.stop()
    return hasHappened.update { $0 }
  }

  /// Holds what must be true in the end: the hub has each change once, everybody has the same, and
  /// hub and laptop find nothing wrong with themselves.
  ///
  /// - Parameter reading: How many records' histories are read.
  /// - Throws: What a store says.
  func check(histories reading: Int = .max) throws {
    try coco.sync()
    let (changes, findings) = try ada.store.read { try $0.verify() }
    #expect(findings == [])
    #expect(try hub.findings() == "")
    #expect(try hub.changeCount(of: ada.owner.name) == changes)
    #expect(try ada.store.read { try $0.status() }.quarantined == 0)
    let mine = try ada.contents()
    #expect(mine.values.count > visits.update { $0 })
    #expect(try coco.contents() == mine)
    for id in mine.keys.prefix(reading) {
      let writes = try coco.store.read { try $0.history(of: id) }.filter { $0.path == "value" }
      #expect(writes.count <= 1)
    }
  }

  /// Enters a visit with observations, in one transaction.
  func enter(_ observations: Int) throws {
    let number = visits.update { count in
      count += 1
      return count
    }
    let visit = ada.visit("v\(number)")
    try ada.store.write { writer in
      try writer.put(
        [Put("code", .text("v\(number)")), Put("state", .text("in_progress"))],
        into: visit
      )
      for interaction in 1...observations {
        let code = observations == 1 ? "desk" : "desk\(interaction)"
        try writer.edit(
          ada.observation(of: code, in: visit),
          .write([Put("interaction", .text(code)), Put("value", .number(ExactNumber(interaction)))])
        )
      }
    }
  }
}

extension Mishap {
  fileprivate var fault: CuttingProxy.Plan.Fault {
    switch self {
    case .close: .close
    case .reset: .reset
    case .silence: .silence
    case .delay: .delay
    case .duplicate(let count): .duplicate(count)
    }
  }
}
