/** How each class of error is told in Chinese. */
import type { Errors } from "./errors-en.js";

const KEY_IS_WRONG = "密钥在服务器上，不在本页面：由运行服务器的人处理。请求没有被转发。";

export const errorsZh: Errors = {
  ValidationError: { title: "请求需要修改", text: "没有发送任何内容，也没有计费。每个问题都显示在对应的字段旁。" },
  DeadlineError: {
    title: "还没有完成",
    text: "这次等待结束了，但任务没有：它仍在运行，成功后会计费。请继续等待同一个任务；重新发送请求会为第二个视频付费。",
    caption: "还没有完成",
  },
  SubmissionUnknownError: {
    title: "不知道请求是否已被接受",
    text: "页面不会自行重新发送。请先在您的账户中查找该任务；只有接受可能付两次费时才重新发送。",
    caption: "是否已接受：未知",
  },
  NetworkError: { title: "无法连接到 API", text: "这次尝试没有被接受，也没有计费。可以放心重新发送。" },
  RateLimitError: { title: "请求过多", text: "API 多次拒绝了请求，每次之间都有间隔。没有计费。" },
  InsufficientQuotaError: { title: "账户余额不足", text: "没有被接受，也没有计费。有余额后请重新发送。" },
  ServerError: { title: "API 出现故障", text: "请求被拒绝。请稍后再试。" },
  AuthenticationError: { title: "密钥被拒绝", text: KEY_IS_WRONG },
  PermissionDeniedError: { title: "密钥没有此权限", text: KEY_IS_WRONG },
  NotFoundError: {
    title: "API 不认识这个任务",
    text: "它属于另一个密钥，或属于已重新启动的模拟器。页面已经忘记它。",
  },
  UnknownModelError: { title: "没有这个模型", text: "请选择另一个。" },
  ContentPolicyError: { title: "被内容政策拒绝", text: "失败的任务不计费。同样的提示词会再次被拒绝：请先修改。" },
  TaskFailedError: { title: "任务结束但没有视频", text: "失败的任务不计费。重新发送请求会创建新任务。" },
  BudgetError: { title: "超出预算", text: "没有发送任何内容。" },
  ConfigError: { title: "设置有误", text: "没有发送任何内容。" },
  JobCancelled: { title: "已在队列中取消", text: "API 没有接受任何内容，也不计费。", caption: "已取消" },
  ConnectionLost: { title: "Worker 没有回应", text: "已提交的任务不依赖本页面，会继续运行。" },
  noResult: { title: "任务完成但没有视频", text: "它算作已完成，可能会计费：请带上任务 ID 联系 API 支持。" },
  other: { title: "操作没有成功", text: "" },
  runsOn: { title: "", text: "任务仍在继续。请继续等待；重新发送请求会为第二个视频付费。" },
  stopped: {
    title: "您停止了等待",
    text: "任务仍在继续，可能会计费：API 无法终止任务。视频仍可通过同一个任务取得。",
  },
  notFetched: { title: "没有取到视频", text: "视频已生成并计费，在链接过期前一直保留：不需要重新发送任何内容。" },
};
