// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HTTPTypes
import HubStore
import Hummingbird
import Logging
import Replication
import SyncProtocol

/// Answers every request: finds its route, lets it be answered, turns whatever went wrong into a
/// problem, and writes one line about it.
struct HubResponder: HTTPResponder {
  let desk: SyncDesk
  let meters: Meters
  let logger: Logger

  func respond(to request: Request, context: HubContext) async throws -> Response {
    let began = ContinuousClock.now
    let endpoint = Endpoint(rawValue: request.uri.path)
    var line = RequestLine()
    let answer: Answer
    do {
      answer = try await self.answer(request, at: endpoint, context, &line)
    } catch let error as BrokenOff {
      logger.info("request broken off", metadata: ["route": .string(route(endpoint))])
      throw error.cause
    } catch {
      let report = ProblemReport(error)
      if report.problem == .storage {
        logger.error("storage", metadata: ["error": .string("\(error)")])
      }
      line.problem = report.problem
      answer = Answer(report)
    }
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    meters.count(route: route(endpoint), status: answer.status.code, seconds: seconds)
    line.write(to: logger, route: route(endpoint), answer, seconds: seconds)
    guard answer.isLong else { return answer.response(to: request) }
    return try await elsewhere { answer.response(to: request) }
  }

  /// The route's name; never what a stranger typed.
  private func route(_ endpoint: Endpoint?) -> String {
    endpoint?.rawValue ?? "unknown"
  }

  private func answer(
    _ request: Request,
    at endpoint: Endpoint?,
    _ context: HubContext,
    _ line: inout RequestLine
  ) async throws -> Answer {
    guard let endpoint else { throw ProblemReport(.notFound, "The hub has no such route.") }
    let method: HTTPRequest.Method = [.health, .metrics].contains(endpoint) ? .get : .post
    guard request.method == method else {
      throw ProblemReport(.wrongMethod, "The route takes \(method.rawValue).")
    }
    switch endpoint {
    case .health: return try await desk.health()
    case .metrics:
      let text = meters.text(parked: desk.signal.parkedCount)
      return Answer(type: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.utf8))
    case .enrol: return try await desk.enrol(RequestBytes.read(request))
    case .hello, .push, .pull, .stream, .offer, .bundle, .invite: break
    }
    let session = try await session(of: request)
    line.session = session
    let (answer, bodyBytes) =
      switch endpoint {
      case .push, .offer, .bundle:
        try await elsewhere { try await self.answer(request, at: endpoint, context, session) }
      default: try await self.answer(request, at: endpoint, context, session)
      }
    line.bodyBytes = bodyBytes
    return answer
  }

  /// Answers somebody who may ask.
  ///
  /// - Returns: The answer, and the size of what was asked.
  private func answer(
    _ request: Request,
    at endpoint: Endpoint,
    _ context: HubContext,
    _ session: Session
  ) async throws -> (Answer, bodyBytes: Int) {
    let body = try await RequestBytes.read(
      request,
      limit: endpoint == .bundle ? SyncLimits.bundleBytesMaximum + 1_024 : SyncLimits.bytesMaximum
    )
    let bodyBytes = body.count
    let answer =
      switch endpoint {
      case .hello: try await desk.hello(body, session)
      case .push: try await desk.push(consume body, session)
      case .offer: try await desk.offer(body, session)
      case .bundle: try await desk.bundle(body)
      case .invite: try await desk.invite(body, session)
      case .stream: try await desk.stream(body) { try await self.session(of: request) }
      default: try await desk.pull(body, session, context.eventLoop)
      }
    return (answer, bodyBytes)
  }

  /// Who asks, by the token that the request carries.
  private func session(of request: Request) async throws -> Session {
    let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw ProblemReport(.tokenMissing, "The header Authorization names no bearer.")
    }
    guard let session = try await desk.store.session(token: String(parts[1])) else {
      throw ProblemReport(.tokenUnknown, "The token is wrong, or the hub has forgotten it.")
    }
    return session
  }
}

/// What is logged of a request: nothing secret, nothing that somebody typed.
struct RequestLine {
  var session: Session?
  var problem: Problem?
  var bodyBytes = 0

  func write(to logger: Logger, route: String, _ answer: Answer, seconds: Double) {
    let isProbe = route == Endpoint.health.rawValue || route == Endpoint.metrics.rawValue
    let level: Logger.Level =
      answer.status.code >= 500 ? .error : isProbe && problem == nil ? .debug : .info
    var metadata: Logger.Metadata = [
      "route": .string(route),
      "status": .stringConvertible(answer.status.code),
      "milliseconds": .stringConvertible(Int(seconds * 1_000)),
      "bytes_in": .stringConvertible(bodyBytes),
      "bytes_out": .stringConvertible(answer.body.count),
    ]
    metadata["problem"] = problem.map { .string($0.rawValue) }
    metadata["replica"] = session.map { .stringConvertible($0.replica) }
    metadata["role"] = session.map { .string($0.person.role.rawValue) }
    logger.log(level: level, "request", metadata: metadata)
  }
}
