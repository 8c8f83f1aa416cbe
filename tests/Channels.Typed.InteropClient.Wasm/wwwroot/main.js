// Runs the program with the arguments of the address (?arg=--url&arg=ws://…). Its output is on the console, and at last the exit code.

import { dotnet } from "./_framework/dotnet.js";

// The program waits for the answer, so this request is synchronous.
function postToHost(command) {
  const request = new XMLHttpRequest();
  request.open("POST", `/proxies/${command}`, false);
  request.send();
  if (request.status !== 200) throw new Error(`POST /proxies/${command} was answered with ${request.status}`);
  return request.responseText;
}

let result;
try {
  const runtime = await dotnet.withApplicationArgumentsFromQuery().create();
  runtime.setModuleImports("main.js", { postToHost });
  result = await runtime.runMain();
} catch (error) {
  console.error(String(error?.stack ?? error));
  result = "error";
}
console.log(`Ended: ${result}`);
