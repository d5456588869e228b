// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FoundationEssentials
package import SyncProtocol

extension HubLedger {
  /// Answers a hello.
  package mutating func answer(
    _ request: WireHelloRequest,
    by session: Session
  ) throws -> WireHelloResponse {
    guard let version = SyncVersion.agreed(SyncVersion.spokenByHub, request.versions) else {
      throw HubRefusal.version
    }
    let greeting = try Greeting(request)
    let welcome = try greet(greeting, by: session)
    var response = WireHelloResponse()
    response.version = version
    response.epoch = Data(welcome.epoch)
    response.counter = welcome.end.counter
    response.head = Data(welcome.end.counter == 0 ? [] : welcome.end.head.bytes)
    response.changesMaximum = UInt32(SyncLimits.changesMaximum)
    response.bytesMaximum = UInt32(SyncLimits.bytesMaximum)
    response.time = occasion.now
    guard version >= SyncVersion.second else { return response }
    let last = min(welcome.end.counter, request.last)
    let hashes = try hashes(of: greeting.replica, from: request.compareFrom, through: last)
    response.hashes = hashes.map { Data($0.bytes) }
    response.archived = welcome.archived
    response.revoked = welcome.revoked.map { Data($0.bytes) }
    return response
  }

  /// Answers a push.
  package mutating func answer(
    _ request: WirePushRequest,
    by session: Session
  ) throws -> WirePushResponse {
    WirePushResponse(try push(OpenedBatch(Batch(request)), by: session))
  }

  /// Answers a pull.
  package mutating func answer(
    _ request: WirePullRequest,
    by session: Session
  ) throws -> WirePullResponse {
    let outcome = try pull(
      since: Array(request.cursor),
      recordsMaximum: request.recordsWanted,
      by: session
    )
    return WirePullResponse(outcome)
  }

  /// Answers an offer.
  package mutating func answer(
    _ request: WireOfferRequest,
    by session: Session
  ) throws -> WireOfferResponse {
    let states = request.states.map { Array($0) }
    return WireOfferResponse(try offer(states, epoch: Array(request.epoch), by: session))
  }
}

extension Greeting {
  /// Reads a hello.
  package init(_ request: WireHelloRequest) throws(HubRefusal) {
    let counter = request.acknowledged
    self.init(
      replica: try ReplicaID(named: request.replica),
      device: request.device,
      last: request.last,
      epoch: Array(request.epoch),
      acknowledged: JournalEnd(
        counter: counter,
        head: ChangeHash(bytes: Array(request.head)) ?? .none
      ),
      receipt: Array(request.receipt)
    )
  }
}

extension Batch {
  /// Reads a push as it came.
  ///
  /// - Throws: `WireProblem` where the bytes are none, ``HubRefusal/unreadable(_:)`` or
  ///   ``HubRefusal/batchTooLarge(_:)``.
  package init(decoding body: [UInt8]) throws {
    guard let push = PushForm(body) else {
      try self.init(WirePushRequest(decoding: body))
      return
    }
    self.init(
      epoch: push.epoch,
      replica: push.replica,
      changes: try Batch.within(push.changes),
      first: push.first == 0 ? nil : push.first,
      head: try Batch.head(push.head),
      settles: push.settles
    )
  }

  /// Reads a push.
  ///
  /// - Throws: ``HubRefusal/unreadable(_:)`` or ``HubRefusal/batchTooLarge(_:)``.
  package init(_ request: WirePushRequest) throws(HubRefusal) {
    self.init(
      epoch: Array(request.epoch),
      replica: try ReplicaID(named: request.replica),
      changes: try Batch.within(request.changes).map { Array($0) },
      first: request.first == 0 ? nil : request.first,
      head: try Batch.head(Array(request.head)),
      settles: request.settle
    )
  }

  /// The changes of a push, where they are neither none nor too many nor too large.
  private static func within<Change: Collection<UInt8>>(
    _ changes: [Change]
  ) throws(HubRefusal) -> [Change] {
    guard !changes.isEmpty else { throw .unreadable("The batch is empty.") }
    guard changes.count <= SyncLimits.changesMaximum,
      changes.allSatisfy({ $0.count <= SyncLimits.changeBytesMaximum })
    else {
      throw .batchTooLarge(
        "The hub takes \(SyncLimits.changesMaximum) changes in one batch, each of at most "
          + "\(SyncLimits.changeBytesMaximum) bytes."
      )
    }
    return changes
  }

  private static func head(_ bytes: [UInt8]) throws(HubRefusal) -> ChangeHash? {
    let head = ChangeHash(bytes: bytes)
    guard head != nil || bytes.isEmpty else {
      throw .unreadable("The batch's head is not 32 bytes.")
    }
    return head
  }
}

extension WirePushResponse {
  /// An acknowledgement as it travels.
  package init(_ outcome: PushOutcome) {
    self.init()
    counter = outcome.end.counter
    head = Data(outcome.end.head.bytes)
    receipt = Data(outcome.receipt)
    rejections = outcome.rejections.map(WireRejection.init)
    archived = outcome.archived
  }
}

extension WireRejection {
  fileprivate init(_ rejection: Rejection) {
    self.init()
    counter = rejection.counter
    code = rejection.code
    detail = rejection.detail
  }
}

extension WirePullRequest {
  /// How many records the asker wants on a page.
  package var recordsWanted: Int {
    recordsMaximum == 0 ? SyncLimits.recordsMaximum : Int(recordsMaximum)
  }
}

extension WirePullResponse {
  /// A page as it travels.
  package init(_ outcome: PullOutcome) {
    self.init(besideStatesOf: outcome)
    records = outcome.records.map { Data($0) }
  }

  fileprivate init(besideStatesOf outcome: PullOutcome) {
    self.init()
    past = outcome.past.map { Data($0) }
    gone = outcome.gone.map { Data($0.bytes) }
    cards = outcome.cards.map(WireReplicaCard.init)
    cursor = Data(outcome.cursor)
    more = outcome.more
    restarted = outcome.restarted
    restart =
      switch outcome.restart {
      case .none: .none
      case .rights: .rights
      case .timeline: .timeline
      }
  }
}

extension PullOutcome {
  /// The page as it travels: the bytes of its ``WirePullResponse``.
  package func encoded() -> [UInt8] {
    states.bytes + WirePullResponse(besideStatesOf: self).encoded()
  }
}

extension WireOfferResponse {
  /// What came of an offer as it travels.
  package init(_ outcome: OfferOutcome) {
    self.init()
    merged = UInt32(clamping: outcome.merged)
    refusals = outcome.refusals.map { refused in
      var wire = WireOfferRefusal()
      wire.record = refused.record == .unreadable ? Data() : Data(refused.record.bytes)
      wire.code = refused.refusal.code.rawValue
      wire.detail = refused.refusal.detail
      return wire
    }
  }
}

extension WireBundleResponse {
  /// What came of a bundle as it travels.
  package init(_ deliveries: [BundleDelivery]) {
    self.init()
    receipts = deliveries.map { delivery in
      var wire = WireBundleReceipt()
      wire.replica = Data(delivery.replica.bytes)
      wire.counter = delivery.outcome.end.counter
      wire.head = Data(delivery.outcome.end.head.bytes)
      wire.receipt = Data(delivery.outcome.receipt)
      wire.rejections = delivery.outcome.rejections.map(WireRejection.init)
      return wire
    }
  }
}

extension ReplicaID {
  /// The replica that a message names.
  package init(named bytes: Data) throws(HubRefusal) {
    guard let replica = ReplicaID(bytes: bytes) else {
      throw .unreadable("The store's name is not 16 bytes.")
    }
    self = replica
  }
}
