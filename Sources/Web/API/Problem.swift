import Evidence
import Foundation
public import HTTPTypes
import Hummingbird
import Intake
import Multipart
import Originals
import Records

/// An answer that says what went wrong and what to do (RFC 9457). Every error that leaves the server is one.
public struct Problem: Error, Sendable, Equatable {
    public var status: HTTPResponse.Status
    /// Stable, for programs: `unknownStore`.
    public var code: String
    /// What kind of problem it is, a few words in Chinese.
    public var title: String
    /// What to do, in both languages.
    public var chinese: String
    public var english: String
    /// What exactly was seen, naming the thing; in English, may be empty.
    public var detail: String
    /// Headers that belong to the status: `Allow`, `Retry-After`, `WWW-Authenticate`.
    public var headers: HTTPFields
    /// Under which the log holds what is not told to the outside.
    public var incident: String?

    public init(
        _ status: HTTPResponse.Status, code: String, title: String, chinese: String, english: String,
        detail: String = "", headers: HTTPFields = [:], incident: String? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.chinese = chinese
        self.english = english
        self.detail = detail
        self.headers = headers
        self.incident = incident
    }

    /// The document of RFC 9457. `instance` is the address that was asked for.
    struct Document: Encodable {
        struct Messages: Encodable {
            let zh: String
            let en: String
        }
        let type: String
        let title: String
        let status: Int
        let detail: String
        let code: String
        let messages: Messages
        let instance: String
        let incident: String?
    }

    func document(instance: String) -> Document {
        Document(
            type: "urn:storeproof:problem:\(code)", title: title, status: status.code,
            detail: detail.isEmpty ? english : detail, code: code, messages: .init(zh: chinese, en: english),
            instance: instance, incident: incident)
    }
}

// MARK: The catalogue

extension Problem {
    static let badRequestTitle = "请求有误"

    package static func notFound(_ what: String = "") -> Problem {
        Problem(
            .notFound, code: "notFound", title: "没有找到", chinese: "没有找到这个地址或内容，请检查后再试。",
            english: "There is nothing at this address, or it is not yours to see.", detail: what)
    }

    static let notStored = Problem(
        .notFound, code: "notStored", title: "还没有收到", chinese: "这一项还没有收到这份文件，请上传。",
        english: "These bytes are not stored for this slot; please send them.")

    package static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            .methodNotAllowed, code: "methodNotAllowed", title: "方法不支持", chinese: "这个地址不支持这种请求方法。",
            english: "This address does not support the method; it supports \(list).",
            headers: [.allow: list])
    }

    package static let signInFirst = Problem(
        .unauthorized, code: "signInFirst", title: "请先登录", chinese: "请先登录，或提供有效的访问令牌。",
        english: "Sign in first, or give a valid bearer token.",
        headers: [.wwwAuthenticate: "Bearer realm=\"storeproof\""])

    package static let wrongToken = Problem(
        .unauthorized, code: "wrongToken", title: "令牌无效", chinese: "访问令牌无效或已停用，请向总部索取新令牌。",
        english: "The bearer token is unknown or no longer valid; ask headquarters for a new one.",
        headers: [.wwwAuthenticate: "Bearer realm=\"storeproof\", error=\"invalid_token\""])

    package static func forbidden(_ detail: String) -> Problem {
        Problem(
            .forbidden, code: "forbidden", title: "没有权限", chinese: "当前账号没有这项权限，请换一个账号登录。",
            english: "This account may not do that; sign in with another one.", detail: detail)
    }

    package static let formExpired = Problem(
        .forbidden, code: "formExpired", title: "页面已过期", chinese: "页面已过期，请刷新后重新提交。",
        english: "The page has expired; reload it and send it again.")

    package static func tooManyAttempts(retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, code: "tooManyAttempts", title: "尝试次数过多",
            chinese: "登录尝试次数过多，请 \(max(1, (seconds + 59) / 60)) 分钟后再试。",
            english: "Too many attempts to sign in; try again in \(seconds) seconds.",
            headers: [.retryAfter: String(seconds)])
    }

    package static func invalidField(_ name: String, _ detail: String) -> Problem {
        Problem(
            .unprocessableContent, code: "invalidField", title: "内容有误", chinese: "“\(name)”的内容不正确，请检查后再试。",
            english: "The field “\(name)” is not valid.", detail: detail)
    }

    static let unreadableText = Problem(
        .unprocessableContent, code: "unreadableText", title: "内容有误", chinese: "内容里有无法保存的字符（NUL），请去掉后再试。",
        english: "A text holds the character NUL, which cannot be kept; send it without.")

    package static func missingField(_ name: String) -> Problem {
        Problem(
            .unprocessableContent, code: "missingField", title: "内容不完整", chinese: "缺少“\(name)”，请补充后再试。",
            english: "The field “\(name)” is missing.")
    }

    package static func unsupportedBody(_ contentType: String?) -> Problem {
        Problem(
            .unsupportedMediaType, code: "unsupportedBody", title: "上传格式不支持",
            chinese: "不支持这种上传格式，请用表单上传，或直接发送图片、录音文件。",
            english:
                "Send multipart/form-data, or the bytes themselves as image/*, audio/* or application/octet-stream.",
            detail: contentType.map { "the content type is \($0)" } ?? "")
    }

    package static func tooLarge(limitBytes: Int) -> Problem {
        let megabytes = limitBytes / 1_048_576
        return Problem(
            .contentTooLarge, code: "tooLarge", title: "文件太大",
            chinese: "文件超过 \(megabytes) MB，请用手机默认画质重新拍摄，或缩短录音。",
            english: "The file exceeds \(megabytes) MB.", detail: "the limit is \(limitBytes) bytes")
    }

    static func archiveTooLarge(limitBytes: Int) -> Problem {
        let megabytes = limitBytes / 1_048_576
        return Problem(
            .contentTooLarge, code: "tooLarge", title: "文件太大",
            chinese: "压缩包超过 \(megabytes) MB，请分成几个上传。",
            english: "The archive exceeds \(megabytes) MB; send it in parts.",
            detail: "the limit is \(limitBytes) bytes")
    }

    package static func malformedBody(_ detail: String) -> Problem {
        Problem(
            .badRequest, code: "malformedBody", title: badRequestTitle, chinese: "上传的数据不完整或格式不对，请重新上传。",
            english: "The body is incomplete or not well formed; send it again.", detail: detail)
    }

    package static func internalError(incident: String) -> Problem {
        Problem(
            .internalServerError, code: "internalError", title: "系统故障",
            chinese: "系统出了点问题，请稍后再试；如仍不行，请把编号 \(incident) 告诉总部。",
            english: "Something went wrong on our side; try again later, or report incident \(incident).",
            incident: incident)
    }

    /// The evidence store or its database cannot take or give anything right now.
    package static func unavailable(incident: String) -> Problem {
        Problem(
            .serviceUnavailable, code: "unavailable", title: "服务暂不可用",
            chinese: "服务暂时不可用，请稍后再试；尚未收到回执的文件请保留原图。",
            english: "The service is not available right now; keep files without a receipt and try again.",
            headers: [.retryAfter: "30"], incident: incident)
    }

    package static let storageFull = Problem(
        .insufficientStorage, code: "storageFull", title: "存储空间不足", chinese: "系统存储空间不足，文件没有收下；请保留原图并通知总部。",
        english: "The evidence store is full and the file was not taken; keep it and tell headquarters.")
}

extension HTTPResponse.Status {
    /// RFC 4918, not among the named ones of the HTTP types.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}

// MARK: From other modules' errors

extension Problem {
    init(_ error: IntakeError) {
        let (status, title): (HTTPResponse.Status, String) =
            switch error.code {
            // A store that exists but is not the sender's answers like one that does not.
            case .unknownStore, .notYourStore: (.notFound, "门店不存在")
            case .itemNotFound: (.notFound, "没有找到")
            case .tooLarge: (.contentTooLarge, "文件太大")
            case .wrongKind, .notMedia: (.unsupportedMediaType, "文件类型不对")
            case .emptyFile: (.unprocessableContent, "文件是空的")
            case .digestDiffers: (.badRequest, "数据在途中损坏")
            case .erased: (.conflict, "已应要求删除")
            case .purged: (.gone, "原件已删除")
            case .storeDayFull: (.conflict, "当天已上传到上限")
            case .storageFull: (.insufficientStorage, "存储空间不足")
            case .storageFailed: (.serviceUnavailable, "服务暂不可用")
            default: (.unprocessableContent, "不能接收")
            }
        let hidden = error.code == .notYourStore
        self.init(
            status, code: hidden ? "unknownStore" : error.code.rawValue, title: title,
            chinese: hidden ? "没有这家门店，请检查门店编号。" : error.chinese,
            english: hidden ? "There is no such store." : error.english, detail: hidden ? "" : error.detail)
    }

    init(_ refusal: BatchRefusal) {
        let (status, title): (HTTPResponse.Status, String) =
            switch refusal.cause {
            case .notArchive: (.unsupportedMediaType, "文件类型不对")
            case .tooLarge: (.contentTooLarge, "文件太大")
            case .unusable: (.unprocessableContent, "不能接收")
            case .unavailable: (.serviceUnavailable, "服务暂不可用")
            }
        self.init(
            status, code: refusal.reason.code, title: title, chinese: refusal.reason.chinese,
            english: refusal.reason.english, detail: refusal.detail,
            headers: refusal.cause == .unavailable ? [.retryAfter: "30"] : [:])
    }

    init(_ error: MultipartError) {
        self = .malformedBody(error.detail)
    }

    /// What the HTTP framework itself refuses: unknown paths, bodies over a limit.
    init(_ error: any HTTPResponseError) {
        switch error.status {
        case .notFound: self = .notFound()
        case .contentTooLarge: self = .tooLarge(limitBytes: 0)
        default:
            self.init(
                error.status, code: "badRequest", title: Self.badRequestTitle, chinese: "请求有误，请检查后再试。",
                english: "The request is not valid.")
        }
    }
}
