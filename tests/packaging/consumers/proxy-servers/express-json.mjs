import express from "express";
import { toNodeHandler } from "wanreel/proxy";
import { proxy } from "./proxy.mjs";

const app = express();
app.use(express.json());
app.use("/api/wan", toNodeHandler(proxy));
const server = app.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
