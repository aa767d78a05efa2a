// Plays the cases of a fuzzing server on Go's `nhooyr.io/websocket`, now `coder/websocket`. It waits till a connection to `/`
// opens, as that library's own test does.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"

	"nhooyr.io/websocket"
)

var background = context.Background()

func dial(path string) (*websocket.Conn, error) {
	options := websocket.DialOptions{CompressionMode: websocket.CompressionContextTakeover}
	connection, _, err := websocket.Dial(background, os.Args[1]+path, &options)
	return connection, err
}

func mustDial(path string) *websocket.Conn {
	connection, err := dial(path)
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	return connection
}

func waitTillItListens() {
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		connection, err := dial("/")
		if err == nil {
			connection.Close(websocket.StatusNormalClosure, "")
			return
		}
		if time.Now().After(deadline) {
			log.Fatal(err)
		}
	}
}

func countCases() string {
	connection := mustDial("/getCaseCount")
	defer connection.Close(websocket.StatusNormalClosure, "")
	_, message, err := connection.Read(background)
	if err != nil {
		log.Fatal(err)
	}
	return string(message)
}

func echo(connection *websocket.Conn, buffer []byte) error {
	kind, reader, err := connection.Reader(background)
	if err != nil {
		return err
	}
	writer, err := connection.Writer(background, kind)
	if err != nil {
		return err
	}
	if _, err = io.CopyBuffer(writer, reader, buffer); err != nil {
		return err
	}
	return writer.Close()
}

func runCase(index int, agent string) {
	connection, err := dial(fmt.Sprintf("/runCase?case=%d&agent=%s", index, agent))
	if err != nil {
		log.Printf("%d: %v", index, err)
		return
	}
	defer connection.Close(websocket.StatusInternalError, "")
	connection.SetReadLimit(1 << 40)
	buffer := make([]byte, 32*1024)
	for echo(connection, buffer) == nil {
	}
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	waitTillItListens()
	agent := url.QueryEscape(os.Args[2])
	first, last := "1", ""
	if len(os.Args) > 4 {
		first, last = os.Args[3], os.Args[4]
	} else {
		last = countCases()
	}
	for index := number(first); index <= number(last); index++ {
		runCase(index, agent)
	}
	mustDial("/updateReports?agent="+agent).Close(websocket.StatusNormalClosure, "")
}
