// Every page works without this file. It sends a photo as soon as it is taken, shows how far it is, and lets a
// transcript's times move the player.
"use strict";

function say(form, text) {
  const line = form.querySelector(".sending");
  line.hidden = false;
  line.textContent = text;
}

function preview(form, file) {
  if (!file.type.startsWith("image/")) return;
  const picture = form.querySelector(".preview") || document.createElement("img");
  picture.className = "preview";
  picture.alt = "待上传的照片";
  picture.src = URL.createObjectURL(file);
  form.append(picture);
}

function hexadecimal(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Signs the untouched photo with the newest code of the day. Without it, or where the browser cannot sign, the code that
// the picture shows still counts.
async function sign(form, file) {
  if (!form.dataset.challenge || !window.crypto || !crypto.subtle) return;
  try {
    const answer = await fetch(form.dataset.challenge);
    if (!answer.ok) return;
    const challenge = await answer.json();
    const capturedAt = new Date(answer.headers.get("date") || Date.now()).toISOString().replace(/\.\d+Z$/, "Z");
    const hash = hexadecimal(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const text = new TextEncoder();
    const key = await crypto.subtle.importKey(
      "raw", text.encode(challenge.key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const message = text.encode(`${challenge.code}\n${capturedAt}\n${hash}`);
    const signature = hexadecimal(await crypto.subtle.sign("HMAC", key, message));
    form.querySelector("input[name=captureProof]").value =
      JSON.stringify({ code: challenge.code, capturedAt, signature });
  } catch (error) {
    console.warn("not signed:", error);
  }
}

async function send(form) {
  const file = form.querySelector("input[type=file]").files[0];
  const consent = form.querySelector("input[name=consent]");
  if (!file) return;
  preview(form, file);
  if (consent && consent.required && !consent.checked) {
    say(form, "请先确认顾客已同意录音，再点按钮上传。");
    return;
  }
  form.dataset.busy = "yes";
  say(form, "传输中 0%");
  await sign(form, file);
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.api);
  request.responseType = "json";
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) say(form, `传输中 ${Math.floor((100 * event.loaded) / event.total)}%`);
  };
  request.onload = () => {
    if (request.status === 200 || request.status === 201) {
      say(form, `已存证，凭证号 ${request.response.short}`);
      const day = request.response.day;
      location.assign(`/m?day=${day}&received=${encodeURIComponent(request.response.id)}#slot-${form.dataset.slot}`);
    } else {
      say(form, (request.response && request.response.messages && request.response.messages.zh) || "没有收下，请再试一次。");
      form.dataset.busy = "";
    }
  };
  request.onerror = () => {
    say(form, "网络断开了，照片还在手机里，请稍后再点按钮上传。");
    form.dataset.busy = "";
  };
  request.send(new FormData(form));
}

for (const form of document.querySelectorAll("form.upload")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.dataset.busy) send(form);
  });
  form.querySelector("input[type=file]").addEventListener("change", () => {
    if (!form.dataset.busy) send(form);
  });
}

const player = document.getElementById("player");
if (player) {
  const times = [...document.querySelectorAll("[data-seek]")];
  for (const link of times) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      player.currentTime = Number(link.dataset.seek);
      player.play();
    });
  }
  player.addEventListener("timeupdate", () => {
    let current = null;
    for (const link of times) if (Number(link.dataset.seek) <= player.currentTime + 0.05) current = link;
    for (const link of times) link.parentElement.classList.toggle("playing", link === current);
  });
}

for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("change", () => form.submit());
}
